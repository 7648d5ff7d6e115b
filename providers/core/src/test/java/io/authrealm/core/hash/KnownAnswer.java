package io.authrealm.core.hash;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A line of {@code known-answers/*.tsv}: a password, as a JSON string, and its encoding by another
 * implementation. The lines that begin with # say which one and how.
 *
 * @param name the file's name without its ending
 * @param line the number of the line, from 1
 */
record KnownAnswer(String name, int line, String password, String encoded) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDING = ".tsv";

    /** The answers of all files, file by file. */
    static List<KnownAnswer> all() {
        try (Stream<Path> files =
                Files.list(Path.of(KnownAnswer.class.getResource("/known-answers").toURI()))) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .flatMap(KnownAnswer::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] passwordBytes() {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name + ":" + line;
    }

    private static Stream<KnownAnswer> read(Path file) {
        String name = file.getFileName().toString().replace(ENDING, "");
        try {
            List<String> lines = Files.readAllLines(file);
            return IntStream.range(0, lines.size())
                    .filter(i -> !lines.get(i).startsWith("#"))
                    .mapToObj(i -> of(name, i + 1, lines.get(i)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KnownAnswer of(String name, int line, String text) {
        String[] fields = text.split("\t");
        if (fields.length != 2) {
            throw new IllegalStateException(name + ":" + line + " is not of two fields");
        }
        try {
            return new KnownAnswer(name, line, JSON.readValue(fields[0], String.class), fields[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
