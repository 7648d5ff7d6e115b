package io.authrealm.core.breach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class PasswordSha1Test {

    private static String hex(String password) {
        return HexFormat.of().withUpperCase().formatHex(PasswordSha1.of(password).bytes());
    }

    /** {@code printf password | sha1sum}. */
    @Test
    void isTheSha1OfThePassword() {
        assertThat(hex("password")).isEqualTo("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8");
        assertThat(hex("")).isEqualTo("DA39A3EE5E6B4B0D3255BFEF95601890AFD80709");
    }

    /** {@code printf 'pässwörd' | sha1sum} in a UTF-8 locale. */
    @Test
    void isThatOfItsUtf8Bytes() {
        assertThat(hex("p\u00e4ssw\u00f6rd")).isEqualTo("F517DDF1D32A112FF1AD55C66D1B12CB38E7E8F7");
    }

    @Test
    void hasAHashForInvalidText() {
        assertThat(PasswordSha1.of("\ud83d")).isEqualTo(PasswordSha1.of("?"));
    }

    @Test
    void prefixIsTheFirstFiveDigits() {
        assertThat(PasswordSha1.of("password").prefix()).isEqualTo("5BAA6");
    }

    @Test
    void isEqualForEqualPasswords() {
        assertThat(PasswordSha1.of("password"))
                .isEqualTo(PasswordSha1.of("password"))
                .hasSameHashCodeAs(PasswordSha1.of("password"))
                .isNotEqualTo(PasswordSha1.of("Password"));
    }

    @Test
    void isNotShownInItsText() {
        assertThat(PasswordSha1.of("password").toString()).doesNotContainIgnoringCase("5baa6");
    }
}
