package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MaskedEmailTest {

    @ParameterizedTest
    @CsvSource({
        "anna@example.test, a***@example.test",
        "a@example.test, a***@example.test",
        "𝒜nna@example.test, 𝒜***@example.test",
        "a@b@example.test, a***@example.test",
        "anna, a***",
        "@example.test, ***@example.test",
        "@, ***@",
        "'', ***"
    })
    void showsTheFirstCharacterAndTheDomain(String email, String masked) {
        assertThat(MaskedEmail.of(email)).isEqualTo(masked);
    }
}
