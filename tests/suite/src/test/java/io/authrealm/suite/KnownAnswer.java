package io.authrealm.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A password and its hash by another system: a line of the files that the tests of the formats read
 * as well. A comment precedes the lines of each kind.
 *
 * @param format the name of the file, which contains one family of formats
 */
record KnownAnswer(String format, String password, String encoded) {

    private static final String ENDING = ".tsv";

    /** The longest password that the API accepts. */
    private static final int MAX_PASSWORD_LENGTH = 256;

    /** One of each file. */
    static List<KnownAnswer> ofEachFormat() {
        return files().map(file -> firstOfEachKind(file).get(0)).toList();
    }

    /** One of each kind in each file. */
    static List<KnownAnswer> ofEachKind() {
        return files().flatMap(file -> firstOfEachKind(file).stream()).toList();
    }

    @Override
    public String toString() {
        return format + " " + encoded;
    }

    private static Stream<Path> files() {
        Path folder = Path.of(System.getProperty("authrealm.test.known-answers"));
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<KnownAnswer> firstOfEachKind(Path file) {
        String format = file.getFileName().toString().replace(ENDING, "");
        List<KnownAnswer> firsts = new ArrayList<>();
        boolean isNewKind = true;
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("#")) {
                    isNewKind = true;
                } else if (isNewKind) {
                    String[] fields = line.split("\t");
                    String password = Answer.JSON.readValue(fields[0], String.class);
                    if (!password.isBlank() && password.length() <= MAX_PASSWORD_LENGTH) {
                        firsts.add(new KnownAnswer(format, password, fields[1]));
                        isNewKind = false;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return firsts;
    }
}
