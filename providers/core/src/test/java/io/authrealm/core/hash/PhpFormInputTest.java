package io.authrealm.core.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PhpFormInputTest {

    @Test
    void wordPressSlashesAndTrims() {
        assertThat(PhpFormInput.wordPress(" it's \"a\\b\" \u0000c\t\r\n\u000b".getBytes(UTF_8)))
                .asString(UTF_8)
                .isEqualTo("it\\'s \\\"a\\\\b\\\" \\0c");
    }

    @Test
    void phpBbEscapesForHtml() {
        assertThat(PhpFormInput.phpBb(" <a href=\"x\">&'ä€😀".getBytes(UTF_8)))
                .asString(UTF_8)
                .isEqualTo(" &lt;a href=&quot;x&quot;&gt;&amp;'ä€😀");
    }

    @Test
    void whiteSpaceOnlyTrimsToNothing() {
        assertThat(PhpFormInput.trimmed(" \t \n".getBytes(UTF_8))).isEmpty();
        assertThat(PhpFormInput.trimmed(new byte[0])).isEmpty();
    }

    @Test
    void equalFormsAreOne() {
        byte[] password = "it's".getBytes(UTF_8);
        byte[] slashed = PhpFormInput.wordPress(password);

        assertThat(PhpFormInput.distinct(slashed, password)).containsExactly(slashed, password);
        assertThat(PhpFormInput.distinct(password.clone(), password)).containsExactly(password);
    }

    @Test
    void otherPasswordsStayAsTheyAre() {
        byte[] password = "Ünïcode\u00a0 and ASCII.".getBytes(UTF_8);

        assertThat(PhpFormInput.wordPress(password)).isEqualTo(password);
        assertThat(PhpFormInput.phpBb(password)).isEqualTo(password);
    }
}
