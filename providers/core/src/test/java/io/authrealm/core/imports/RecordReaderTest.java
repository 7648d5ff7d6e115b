package io.authrealm.core.imports;

import static io.authrealm.core.imports.Reading.bytes;
import static io.authrealm.core.imports.Reading.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordReaderTest {

    private static final int MAX = RecordReader.MAX_RECORD_BYTES;
    private static final String BOUNDS =
            "Malformed[reason=brackets or commas are not where they belong]";
    private static final String HEADER =
            "Malformed[reason=the header is not that of a file of users]";

    @Test
    void linesAreCountedWithTheBlankOnes() {
        assertThat(whole(ImportSource.AUTH0, "\n{\"a\":1}\r\n \t\r\n{\"b\":2}\n\n{\"c\":3}"))
                .containsExactly("2 {\"a\":1}", "4 {\"b\":2}", "6 {\"c\":3}");
    }

    @ParameterizedTest
    @EnumSource(
            value = ImportSource.class,
            names = {"AUTH0", "NATIVE"})
    void arrayIsReadElementByElement(ImportSource source) {
        assertThat(whole(source, "\n [ {\"a\":[1,\"]}\\\"\"]} ,\n[{}],\"x,\\\\\", 5,true] \n"))
                .containsExactly(
                        "1 {\"a\":[1,\"]}\\\"\"]}", "2 [{}]", "3 \"x,\\\\\"", "4 5", "5 true");
    }

    @Test
    void bracketIsALineAmongLines() {
        assertThat(whole(ImportSource.NATIVE, "{}\n[{}]\n")).containsExactly("1 {}", "2 [{}]");
    }

    @Test
    void rowsHaveTheLineOnWhichTheyBegin() {
        assertThat(
                        whole(
                                ImportSource.COGNITO,
                                "name,EMAIL\r\n\"a\r\nb\",x@y.example\r\n\r\n\"say \"\"\n\"\"\",z\nlast"))
                .containsExactly("2 \"a\r\nb\",x@y.example", "5 \"say \"\"\n\"\"\",z", "7 last");
    }

    @Test
    void columnsAreThoseThatAreKnown() throws IOException {
        RecordReader reader =
                RecordReader.start(
                        ImportSource.COGNITO,
                        in("cognito:username, Email ,\"name\",x\na,b\n"),
                        true);

        assertThat(((ReadResult.Record) reader.next()).columns())
                .containsExactly("", "email", "name", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name,phone_number\na,b\n",
                "email,EMAIL\na,b\n",
                "email\"\na\n",
                "\n\n{\"email\":1}\n"
            })
    void headerNeedsExactlyOneEmailColumn(String file) {
        assertThat(whole(ImportSource.COGNITO, file)).containsExactly(HEADER);
    }

    @Test
    void headerHasUpTo256Columns() {
        assertThat(whole(ImportSource.COGNITO, "email" + ",x".repeat(255) + "\na\n"))
                .containsExactly("2 a");
        assertThat(whole(ImportSource.COGNITO, "email" + ",x".repeat(256) + "\na\n"))
                .containsExactly(HEADER);
    }

    @Test
    void valueOfTheObjectIsReadAndTheRestIsSkipped() {
        assertThat(
                        whole(
                                ImportSource.AZURE_B2C,
                                "{\"@odata.context\" : \"x\\\"value\\\":[\", \"values\":[1,{\"value\":[2]}],\"valu\":{},\"\\\"value\":3,\n"
                                        + "\"n\": -1.5e3 , \"t\":true,\"value\":[ {\"a\":\"]\"} , {} ],\"z\":null}\n"))
                .containsExactly("1 {\"a\":\"]\"}", "2 {}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "x",
                "{\"value\":{}}",
                "{\"value\":null}",
                "{\"value\":\"[]\"}",
                "{\"values\":[]}",
                "{\"a\" 1}",
                "{\"a\":}",
                "{\"a\":,}",
                "{\"value\":[,]}",
                "{\"value\":[]}}",
                "{\"value\":[]}{",
                "{\"value\":[],\"value\":[]}",
                "{\"value\":[:]}",
                "{\"value\":[}]}",
                "{\"value\":[]]}"
            })
    void otherShapesAreMalformed(String file) {
        assertThat(whole(ImportSource.AZURE_B2C, file)).containsExactly(BOUNDS);
    }

    @Test
    void elementsBeforeTheDamageAreRead() {
        assertThat(whole(ImportSource.NATIVE, "[{},{}{}]")).containsExactly("1 {}", "2 {}", BOUNDS);
        assertThat(whole(ImportSource.NATIVE, "[{},]")).containsExactly("1 {}", BOUNDS);
        assertThat(whole(ImportSource.NATIVE, "[{}] x")).containsExactly("1 {}", BOUNDS);
    }

    @Test
    void malformedFileStaysMalformedAndKeepsTheCheckpoint() throws IOException {
        RecordReader reader = RecordReader.start(ImportSource.NATIVE, in("[{}}"), false);

        reader.next();
        Checkpoint behindRecord = reader.checkpoint();
        assertThat(reader.next()).isInstanceOf(ReadResult.Malformed.class);
        assertThat(reader.next()).isInstanceOf(ReadResult.Malformed.class);
        assertThat(reader.checkpoint()).isEqualTo(behindRecord);
        assertThat(behindRecord.offset()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{},{\"a\":\"",
                "[{},",
                "[{},[[",
                "[{}",
                "{\"value\":[{}",
                "{\"value\":[{}],\"x"
            })
    void arrayThatEndsEarlyIsTruncated(String file) {
        ImportSource source = file.startsWith("[") ? ImportSource.AUTH0 : ImportSource.AZURE_B2C;

        assertThat(whole(source, file)).containsExactly("1 {}", "2 refused truncated");
    }

    @Test
    void rowThatEndsInQuotesIsTruncated() {
        assertThat(whole(ImportSource.COGNITO, "email\na\n\"b\nc\n"))
                .containsExactly("2 a", "3 refused truncated");
        assertThat(whole(ImportSource.COGNITO, "\"email")).containsExactly("1 refused truncated");
    }

    @ParameterizedTest
    @EnumSource(ImportSource.class)
    void emptyFileHasNoRecords(ImportSource source) {
        assertThat(whole(source, "")).isEmpty();
        assertThat(whole(source, "\r\n \n".replace(" ", source == ImportSource.COGNITO ? "" : " ")))
                .isEmpty();
    }

    @Test
    void byteOrderMarkIsSkipped() throws IOException {
        assertThat(whole(ImportSource.NATIVE, "\uFEFF[{}]")).containsExactly("1 {}");
        assertThat(whole(ImportSource.COGNITO, "\uFEFFemail\na")).containsExactly("2 a");

        RecordReader reader = RecordReader.start(ImportSource.NATIVE, in("\uFEFF{}\n"), true);
        reader.next();
        assertThat(reader.checkpoint().offset()).isEqualTo(6);
    }

    @Test
    void incompleteByteOrderMarkIsLeftToTheNextChunk() throws IOException {
        byte[] file = bytes("\uFEFF{}\n");
        for (int length = 0; length < 3; length++) {
            RecordReader reader =
                    RecordReader.start(
                            ImportSource.NATIVE,
                            new ByteArrayInputStream(Arrays.copyOf(file, length)),
                            false);

            assertThat(reader.next()).isEqualTo(new ReadResult.EndOfPart());
            assertThat(reader.checkpoint()).isEqualTo(Checkpoint.START);
        }
    }

    @Test
    void utf16IsRefusedWithItsName() {
        for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(whole(ImportSource.NATIVE, "\uFEFF{}\n".getBytes(charset)))
                    .containsExactly("Malformed[reason=UTF-16]");
        }
    }

    @Test
    void incompleteRecordIsLeftToTheNextChunk() throws IOException {
        byte[] file = bytes("{\"a\":1}\n\n{\"b\":2}\n{\"c\"");
        RecordReader reader =
                RecordReader.start(ImportSource.NATIVE, new ByteArrayInputStream(file), false);

        assertThat(Reading.all(reader)).containsExactly("1 {\"a\":1}", "3 {\"b\":2}");
        assertThat(reader.checkpoint().offset()).isEqualTo(17);
        assertThat(reader.checkpoint().line()).isEqualTo(3);
        assertThat(
                        Reading.all(
                                RecordReader.resume(
                                        ImportSource.NATIVE,
                                        reader.checkpoint(),
                                        in("{\"c\":3}"),
                                        true)))
                .containsExactly("4 {\"c\":3}");
    }

    @Test
    void nothingIsLeftBehindTheEnd() throws IOException {
        for (String file : List.of("{}", "[{}", "[{}]", "{}\n")) {
            RecordReader reader = RecordReader.start(ImportSource.NATIVE, in(file), true);
            Reading.all(reader);

            assertThat(reader.checkpoint().offset()).isEqualTo(file.length());
            assertThat(
                            Reading.all(
                                    RecordReader.resume(
                                            ImportSource.NATIVE,
                                            reader.checkpoint(),
                                            in(""),
                                            true)))
                    .isEmpty();
        }
    }

    @Test
    void recordOfOneMebibyteIsReadAndALongerOneIsNot() {
        String longest = "{" + "x".repeat(MAX - 2) + "}";
        String longer = "{" + "x".repeat(MAX - 1) + "}";

        for (String prefix : List.of("", "[")) {
            String separator = prefix.isEmpty() ? "\n" : ",";
            String end = prefix.isEmpty() ? "" : "]";
            assertThat(
                            whole(
                                    ImportSource.AUTH0,
                                    prefix + longest + separator + longer + separator + "{}" + end))
                    .containsExactly("1 " + longest, "2 refused too_long", "3 {}");
        }
        assertThat(whole(ImportSource.COGNITO, "email\n\"" + "\n".repeat(MAX) + "\"\nb"))
                .containsExactly("2 refused too_long", (MAX + 3) + " b");
    }

    @Test
    void longRecordAtTheEndIsReportedOnce() {
        String long_ = "\"" + "x".repeat(2 * MAX);

        assertThat(whole(ImportSource.AUTH0, long_)).containsExactly("1 refused too_long");
        assertThat(whole(ImportSource.AUTH0, "[" + long_)).containsExactly("1 refused too_long");
        assertThat(whole(ImportSource.COGNITO, "email\n" + long_))
                .containsExactly("2 refused too_long");
    }

    @Test
    void longHeaderIsMalformed() {
        assertThat(whole(ImportSource.COGNITO, "email," + "x".repeat(MAX)))
                .containsExactly("Malformed[reason=the header is too long]");
    }

    @Test
    void recordLongerThanAnyChunkIsSkippedInChunks() throws IOException {
        byte[] file = bytes("[{\"a\":\"\\\\\\\"" + "[\\\"".repeat(MAX) + "\"}, {\"b\":2}]");
        Checkpoint from = Checkpoint.START;
        int chunk = MAX + 10;
        List<String> found = new java.util.ArrayList<>();
        while (from.offset() < file.length) {
            int end = (int) Math.min(file.length, from.offset() + chunk);
            byte[] bytes = Arrays.copyOfRange(file, (int) from.offset(), end);
            RecordReader reader =
                    RecordReader.resume(
                            ImportSource.NATIVE,
                            from,
                            new ByteArrayInputStream(bytes),
                            end == file.length);
            found.addAll(Reading.all(reader));

            assertThat(reader.checkpoint().offset()).isGreaterThan(from.offset());
            from = reader.checkpoint();
        }
        assertThat(found).containsExactly("1 refused too_long", "2 {\"b\":2}");
    }

    @Test
    void wrongEncodingIsLeftToTheRow() throws IOException {
        RecordReader reader =
                RecordReader.start(
                        ImportSource.NATIVE,
                        new ByteArrayInputStream(new byte[] {(byte) 0xff, 0, '\n', (byte) 0x80}),
                        true);

        assertThat(((ReadResult.Record) reader.next()).content())
                .containsExactly((byte) 0xff, (byte) 0);
        assertThat(((ReadResult.Record) reader.next()).content()).containsExactly((byte) 0x80);
    }

    @Test
    void failingStreamKeepsTheLastCheckpoint() throws IOException {
        InputStream failing =
                new InputStream() {
                    private final InputStream first = in("{}\n{\"a");

                    @Override
                    public int read() throws IOException {
                        int b = first.read();
                        if (b < 0) {
                            throw new IOException("reset");
                        }
                        return b;
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        target[offset] = (byte) read();
                        return 1;
                    }
                };
        RecordReader reader = RecordReader.start(ImportSource.NATIVE, failing, true);
        reader.next();

        assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
        assertThat(reader.checkpoint().offset()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "READING", "READING x ", "READING 0", "READING 0  ", "GOING 0 "})
    void foreignStateIsRefused(String state) {
        assertThatThrownBy(
                        () ->
                                RecordReader.resume(
                                        ImportSource.COGNITO,
                                        new Checkpoint(1, 0, state),
                                        in(""),
                                        true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stateIsShortAndHasNothingOfTheFile() throws IOException {
        String known =
                "email_verified,phone_number_verified,cognito:mfa_enabled,password_hash,"
                        + "phone_number,given_name,family_name,name,email";
        RecordReader reader =
                RecordReader.start(
                        ImportSource.COGNITO,
                        in("secret,".repeat(247) + known + "\nx\n\"y"),
                        false);
        Reading.all(reader);

        assertThat(reader.checkpoint().state()).matches("[ -~]{1,512}").doesNotContain("secret");
    }

    @Test
    void memoryIsConstant() throws IOException {
        RecordReader reader = RecordReader.start(ImportSource.NATIVE, new Endless(64L << 20), true);
        long records = 0;
        long refused = 0;
        int held = 0;
        for (ReadResult result = reader.next();
                !(result instanceof ReadResult.EndOfPart);
                result = reader.next()) {
            records += result instanceof ReadResult.Record ? 1 : 0;
            refused += result instanceof ReadResult.Refused ? 1 : 0;
            held = Math.max(held, reader.heldBytes());
        }

        assertThat(reader.checkpoint().offset()).isEqualTo(64L << 20);
        assertThat(records).isGreaterThan(1000);
        assertThat(refused).isGreaterThan(5);
        assertThat(held).isLessThanOrEqualTo(MAX + (1 << 16));
    }

    /** Lines of 100 bytes, and in every 8 MiB one of 4 MiB. */
    private static final class Endless extends InputStream {
        private final long length;
        private long at;

        private Endless(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            if (at == length) {
                return -1;
            }
            boolean inLongLine = (at & 0x7fffff) < 0x3fffff;
            return at++ % 100 == 0 && !inLongLine ? '\n' : 'x';
        }
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(bytes(text));
    }
}
