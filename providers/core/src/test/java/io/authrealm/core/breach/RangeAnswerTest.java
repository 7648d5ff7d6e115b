package io.authrealm.core.breach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeAnswerTest {

    /** Of the SHA-1 of "password", which begins with 5BAA6. */
    private static final String SUFFIX = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

    private static final PasswordSha1 PASSWORD = PasswordSha1.of("password");

    private static final String OTHERS =
            "003D68EB55068C33ACE09247EE4C639306B:3\r\nFFF8F1CE2B37CD6F6C7B2D2A3EE2D9A4C1F:12\r\n";

    private static RangeAnswer parse(String body) {
        return RangeAnswer.parse(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @Test
    void countsThePasswordInAnyRow() {
        assertThat(parse(SUFFIX + ":9545824\r\n" + OTHERS).count(PASSWORD)).isEqualTo(9545824);
        assertThat(parse(OTHERS + SUFFIX + ":1").count(PASSWORD)).isOne();
        assertThat(parse(OTHERS + SUFFIX + ":2\r\n" + OTHERS).count(PASSWORD)).isEqualTo(2);
    }

    @Test
    void countsNothingIfThePasswordIsMissing() {
        assertThat(parse(OTHERS).count(PASSWORD)).isZero();
        assertThat(parse(OTHERS + SUFFIX + ":7").count(PasswordSha1.of("Password"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "000"})
    void rowWithoutACountIsPadding(String zero) {
        assertThat(parse(SUFFIX + ":" + zero + "\r\n").count(PASSWORD)).isZero();
    }

    @Test
    void everyDigitOfTheSuffixCounts() {
        for (int at = 0; at < SUFFIX.length(); at++) {
            char other = SUFFIX.charAt(at) == '0' ? '1' : '0';
            String changed = SUFFIX.substring(0, at) + other + SUFFIX.substring(at + 1);
            assertThat(parse(changed + ":5").count(PASSWORD)).as(changed).isZero();
        }
    }

    @Test
    void caseAndEndOfLineDoNotMatter() {
        String range = OTHERS + SUFFIX + ":4\r\n";
        assertThat(parse(range.toLowerCase(Locale.ROOT)).count(PASSWORD)).isEqualTo(4);
        assertThat(parse(range.replace("\r", "")).count(PASSWORD)).isEqualTo(4);
        assertThat(parse(range.trim()).count(PASSWORD)).isEqualTo(4);
    }

    @Test
    void countBeyondAnIntIsTheLargestInt() {
        assertThat(parse(SUFFIX + ":99999999999999").count(PASSWORD)).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "<html></html>",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD8",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD8:",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD8: 1",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD8:-1",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD8:1x",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD8:1\u0000",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD8:12345678901234567",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD:1",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD80:1",
                "1E4C9B93F3F0682250B6CF8331B7EE68FDG:1",
                "\u0661E4C9B93F3F0682250B6CF8331B7EE68FD:1",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD8:1\r\n\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:1",
                "1E4C9B93F3F0682250B6CF8331B7EE68FD8:1\r\nhtml"
            })
    void anythingElseIsRefused(String body) {
        assertThat(RangeAnswer.parse(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void everyTruncationAndEveryChangedByteIsReadOrRefused() {
        byte[] body = (OTHERS + SUFFIX + ":4\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < body.length; at++) {
            RangeAnswer.parse(Arrays.copyOf(body, at));
            for (int value = 0; value < 256; value++) {
                byte[] changed = body.clone();
                changed[at] = (byte) value;
                RangeAnswer.parse(changed).ifPresent(range -> range.count(PASSWORD));
            }
        }
    }
}
