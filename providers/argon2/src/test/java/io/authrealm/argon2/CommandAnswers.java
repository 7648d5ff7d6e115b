package io.authrealm.argon2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The output of Debian's command {@code argon2}: {@code known-answers/argon2.tsv}. */
record CommandAnswers(Argon2Parameters parameters, Argon2Input input, byte[] tag) {

    private static final Pattern LINE =
            Pattern.compile(
                    "printf '(?<password>[^']*)' \\| argon2 '(?<salt>[^']*)' -(?<type>d|i|id)"
                            + " -t (?<t>\\d+) -k (?<k>\\d+) -p (?<p>\\d+) -l (?<l>\\d+)"
                            + " -v (?<v>\\d+) -r\\t(?<tag>[0-9a-f]+)");

    static List<CommandAnswers> all() {
        try (InputStream file =
                CommandAnswers.class.getResourceAsStream("/known-answers/argon2.tsv")) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(CommandAnswers::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CommandAnswers of(String line) {
        Matcher field = LINE.matcher(line);
        if (!field.matches()) {
            throw new IllegalArgumentException(line);
        }
        Argon2Parameters parameters =
                new Argon2Parameters(
                        Argon2Type.valueOf(field.group("type").toUpperCase(Locale.ROOT)),
                        Integer.parseInt(field.group("v"), 16),
                        Integer.parseInt(field.group("k")),
                        Integer.parseInt(field.group("t")),
                        Integer.parseInt(field.group("p")),
                        Integer.parseInt(field.group("l")));
        return new CommandAnswers(
                parameters,
                Argon2Input.of(
                        field.group("password").getBytes(UTF_8),
                        field.group("salt").getBytes(UTF_8)),
                HexFormat.of().parseHex(field.group("tag")));
    }
}
