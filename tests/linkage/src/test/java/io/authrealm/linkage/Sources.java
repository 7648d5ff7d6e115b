package io.authrealm.linkage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles source text into jars. */
final class Sources {

    private static final Pattern PACKAGE = Pattern.compile("package ([a-z.]+);");

    private static final Pattern TYPE =
            Pattern.compile("(?:class|interface|record|enum) ([A-Z][A-Za-z]*)");

    private Sources() {}

    /**
     * Makes a jar of some top-level types, each in a text of its own.
     *
     * @param files other files of the jar, by their names
     */
    static Path jar(Path jar, List<Path> classPath, Map<String, String> files, String... types)
            throws IOException {
        Path classes = Files.createTempDirectory(jar.getParent(), "classes");
        compile(classes, classPath, types);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = classes.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return jar;
    }

    private static void compile(Path classes, List<Path> classPath, String... types) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> sources = new ArrayList<>();
        for (String type : types) {
            sources.add(source(type));
        }
        String path =
                classPath.stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(System.getProperty("path.separator")));
        StringWriter said = new StringWriter();
        boolean isCompiled =
                compiler.getTask(
                                said,
                                null,
                                null,
                                List.of(
                                        "--release",
                                        "17",
                                        "-proc:none",
                                        "-d",
                                        classes.toString(),
                                        "-cp",
                                        path),
                                null,
                                sources)
                        .call();
        if (!isCompiled) {
            throw new IllegalArgumentException(said.toString());
        }
    }

    private static JavaFileObject source(String text) {
        String name = first(PACKAGE, text).replace('.', '/') + '/' + first(TYPE, text);
        return new SimpleJavaFileObject(
                URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
