package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NewPasswordTest {

    /** The second letter is two {@code char}s. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "\uD83D\uDE00"})
    void lengthIsCountedInCodePoints(String letter) {
        assertThat(NewPassword.isTooShort(letter.repeat(4))).isTrue();
        assertThat(NewPassword.isTooShort(letter.repeat(7))).isTrue();
        assertThat(NewPassword.isTooShort(letter.repeat(8))).isFalse();

        assertThat(NewPassword.isTooLong(letter.repeat(256))).isFalse();
        assertThat(NewPassword.isTooLong(letter.repeat(257))).isTrue();
    }
}
