package io.authrealm.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every relative link in the repository's Markdown names a file, and an anchor that it has. */
class MarkdownLinksTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Set<String> NOT_SOURCES =
            Set.of("target", "node_modules", ".git", ".serve");
    private static final Pattern WITH_SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:.*|^//.*");

    @Test
    void everyRelativeLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> pages = pages();
        for (Path page : pages) {
            for (MarkdownPage.Link link : MarkdownPage.read(page).links()) {
                problem(page, link.target())
                        .ifPresent(
                                problem ->
                                        broken.add(
                                                ROOT.relativize(page)
                                                        + ":"
                                                        + link.line()
                                                        + ": "
                                                        + link.target()
                                                        + " ("
                                                        + problem
                                                        + ")"));
            }
        }
        assertThat(broken).isEmpty();
        assertThat(pages).contains(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md"));
    }

    @Test
    void linksInCodeAreNotLinks() {
        MarkdownPage page =
                MarkdownPage.parse(
                        List.of("`[a](code.md)` [b](page.md#x)", "```", "[c](fence.md)", "```"));

        assertThat(page.links()).containsExactly(new MarkdownPage.Link(1, "page.md#x"));
    }

    @Test
    void anchorsAreThoseOfGitHub() {
        MarkdownPage page =
                MarkdownPage.parse(
                        List.of(
                                "# `kc.sh build`, and [a link](x.md)?",
                                "## Limits",
                                "## Limits",
                                "## snake_case and über-cool",
                                "```sh",
                                "# a comment",
                                "```"));

        assertThat(page.anchors())
                .containsExactly(
                        "kcsh-build-and-a-link", "limits", "limits-1", "snake_case-and-über-cool");
    }

    private static Optional<String> problem(Path page, String target) throws IOException {
        if (WITH_SCHEME.matcher(target).matches()) {
            return Optional.empty();
        }
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        if (!file.startsWith(ROOT) || !Files.exists(file)) {
            return Optional.of("no such file");
        }
        if (hash < 0) {
            return Optional.empty();
        }
        String anchor = target.substring(hash + 1);
        return file.toString().endsWith(".md") && MarkdownPage.read(file).anchors().contains(anchor)
                ? Optional.empty()
                : Optional.of("no such heading");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        Files.walkFileTree(
                ROOT,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return NOT_SOURCES.contains(folder.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(".md")) {
                            pages.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return pages;
    }
}
