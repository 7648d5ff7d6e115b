package io.authrealm.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The results do not depend on how the file is split. */
final class RecordReaderFuzzTest {

    private static final int FILES = 400;
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\"\"",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "a",
        "é",
        "😀",
        "{\"email\":\"a@b.example\"}",
        "{\"value\":[",
        "\"value\":",
        "null",
        "-1.5",
        "email,name\n",
        "\"x\ny\"",
        "\\\"",
        "\\\\",
        "\u0000",
        "\uFEFF"
    };

    @ParameterizedTest
    @EnumSource(ImportSource.class)
    void piecesOfTheStreamDoNotMatter(ImportSource source) {
        Random random = new Random(1);
        for (int i = 0; i < FILES; i++) {
            byte[] file = file(source, random);

            assertThat(Reading.all(RecordReader.start(source, Reading.pieces(file, random), true)))
                    .isEqualTo(Reading.whole(source, file));
        }
    }

    @ParameterizedTest
    @EnumSource(ImportSource.class)
    void readerResumesFromAnyCheckpoint(ImportSource source) {
        Random random = new Random(2);
        for (int i = 0; i < FILES; i++) {
            byte[] file = file(source, random);
            List<String> expected = Reading.whole(source, file);
            RecordReader reader = RecordReader.start(source, new ByteArrayInputStream(file), true);

            // No client continues after a malformed file.
            int last = isMalformed(expected) ? expected.size() - 1 : expected.size();
            for (int read = 0; read <= last; read++) {
                Checkpoint from = reader.checkpoint();
                RecordReader resumed =
                        RecordReader.resume(
                                source,
                                from,
                                new ByteArrayInputStream(Reading.from(file, from.offset())),
                                true);
                assertThat(Reading.all(resumed)).isEqualTo(expected.subList(read, expected.size()));
                Reading.next(reader);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ImportSource.class)
    void chunksDoNotMatter(ImportSource source) {
        Random random = new Random(3);
        for (int i = 0; i < FILES; i++) {
            byte[] file = file(source, random);

            assertThat(inChunks(source, file, random)).isEqualTo(Reading.whole(source, file));
        }
    }

    private static boolean isMalformed(List<String> results) {
        return !results.isEmpty() && results.get(results.size() - 1).startsWith("Malformed");
    }

    /** Like a client that asks each time where to resume. */
    private static List<String> inChunks(ImportSource source, byte[] file, Random random) {
        List<String> found = new ArrayList<>();
        Checkpoint from = Checkpoint.START;
        int length = 1;
        while (true) {
            int end = (int) Math.min(file.length, from.offset() + length);
            byte[] chunk = Arrays.copyOfRange(file, (int) from.offset(), end);
            boolean last = end == file.length;
            RecordReader reader =
                    RecordReader.resume(source, from, new ByteArrayInputStream(chunk), last);
            List<String> inChunk = Reading.all(reader);
            found.addAll(inChunk);
            if (last || isMalformed(inChunk)) {
                return found;
            }
            // A chunk without progress was shorter than a record.
            boolean moved = reader.checkpoint().offset() > from.offset();
            length = moved ? 1 + random.nextInt(20) : length * 2;
            from = reader.checkpoint();
        }
    }

    /** Half of the files begin correctly. */
    private static byte[] file(ImportSource source, Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextBoolean()) {
            text.append(
                    switch (source) {
                        case AUTH0, NATIVE, OKTA -> random.nextBoolean() ? "[" : "{}\n";
                        case COGNITO -> "name,email\r\n";
                        case SUPABASE -> random.nextBoolean() ? "[" : "id,email\r\n";
                        case FIREBASE -> random.nextBoolean() ? "{\"users\": [" : "1,a@b.example";
                        case KEYCLOAK -> random.nextBoolean() ? "{\"x\":{},\"users\": [" : "[";
                        case AZURE_B2C -> "{\"x\":[\"]\"],\"value\": [";
                    });
        }
        int pieces = random.nextInt(40);
        boolean wellFormed = random.nextBoolean();
        for (int i = 0; i < pieces; i++) {
            text.append(
                    wellFormed
                            ? "{\"n\":\""
                                    + i
                                    + "\\\"]\"}"
                                    + (source == ImportSource.COGNITO ? "\n" : ",\n")
                            : PIECES[random.nextInt(PIECES.length)]);
        }
        return Reading.bytes(text.toString());
    }
}
