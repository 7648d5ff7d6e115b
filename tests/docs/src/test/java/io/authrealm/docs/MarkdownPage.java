package io.authrealm.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links of a Markdown file, and the anchors that GitHub gives its headings. */
record MarkdownPage(List<Link> links, Set<String> anchors) {

    record Link(int line, String target) {}

    private static final Pattern FENCE = Pattern.compile("^\\s*(`{3,}|~{3,})");
    private static final Pattern INLINE_CODE = Pattern.compile("(`+)(?:(?!\\1).)+\\1");
    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*#*$");
    private static final Pattern LINK =
            Pattern.compile("\\]\\(\\s*<?([^()\\s<>]*(?:\\([^()\\s]*\\)[^()\\s<>]*)*)>?[^)]*\\)");
    private static final Pattern REFERENCE =
            Pattern.compile("^\\s{0,3}\\[[^\\]]+\\]:\\s*<?(\\S+?)>?(\\s|$)");
    private static final Pattern HTML_ANCHOR =
            Pattern.compile("<[a-z0-9]+\\s[^>]*\\b(?:id|name)=\"([^\"]+)\"");
    private static final Pattern LINK_TEXT = Pattern.compile("!?\\[([^\\]]*)\\]\\([^)]*\\)");

    static MarkdownPage read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    static MarkdownPage parse(List<String> lines) {
        List<Link> links = new ArrayList<>();
        Set<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> slugs = new HashMap<>();
        String fence = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher edge = FENCE.matcher(line);
            if (edge.find()) {
                String mark = edge.group(1);
                if (fence == null) {
                    fence = mark;
                } else if (mark.startsWith(fence)) {
                    fence = null;
                }
                continue;
            }
            if (fence != null) {
                continue;
            }
            Matcher heading = HEADING.matcher(line);
            if (heading.find()) {
                String slug = slug(heading.group(1));
                int earlier = slugs.merge(slug, 1, Integer::sum) - 1;
                anchors.add(earlier == 0 ? slug : slug + "-" + earlier);
            }
            String text = INLINE_CODE.matcher(line).replaceAll("code");
            HTML_ANCHOR.matcher(text).results().map(match -> match.group(1)).forEach(anchors::add);
            int number = i + 1;
            targets(LINK, text).forEach(target -> links.add(new Link(number, target)));
            targets(REFERENCE, text).forEach(target -> links.add(new Link(number, target)));
        }
        return new MarkdownPage(links, anchors);
    }

    private static List<String> targets(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
    }

    /** GitHub keeps letters, digits, hyphens and underscores, and turns spaces into hyphens. */
    private static String slug(String heading) {
        return LINK_TEXT
                .matcher(heading)
                .replaceAll("$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
                .replace(' ', '-');
    }
}
