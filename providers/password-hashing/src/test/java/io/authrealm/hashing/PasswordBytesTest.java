package io.authrealm.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordBytesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "ä€\uD83D\uDE00", "with\u0000nul", "\uFEFFmark"})
    void encodesTextInUtf8(String password) {
        assertThat(PasswordBytes.of(password)).hasValue(password.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D"})
    void refusesLoneSurrogates(String password) {
        assertThat(PasswordBytes.of(password)).isEmpty();
    }

    @Test
    void encodesEveryCharacterOfUnicode() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String password = Character.toString(c);
            boolean isSurrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            if (isSurrogate) {
                assertThat(PasswordBytes.of(password)).isEmpty();
            } else if (PasswordBytes.of(password).isEmpty()) {
                throw new AssertionError("refused U+" + Integer.toHexString(c));
            }
        }
    }

    @Test
    void acceptsTheLongestPasswordAndNoLonger() {
        assertThat(PasswordBytes.of("\uD83D\uDE00".repeat(4096)))
                .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(16384));
        assertThat(PasswordBytes.of("x".repeat(16385))).isEmpty();
        assertThat(PasswordBytes.of("€".repeat(6000))).isEmpty();
        assertThat(PasswordBytes.of(null)).isEmpty();
    }
}
