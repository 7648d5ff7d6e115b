package io.authrealm.core.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeakPasswordsTest {

    private static final List<String> NAMES =
            Arrays.asList("Maria.Lopez@acme.example", "mlopez-user", null, "acme-realm");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PassWord",
                " password ",
                "12345678",
                "qwertyuiop",
                "aaaaaaaa",
                "$$$$$$$$",
                "abcdefgh",
                "hgfedcba",
                "87654321",
                "23456789",
                "maria.lopez@acme.example",
                "MARIA.LOPEZ",
                "mlopez-user",
                "Acme-Realm",
                "keycloak123"
            })
    void obviousPasswordIsWeak(String password) {
        assertThat(WeakPasswords.contain(password, NAMES)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Password123!", "correct-horse-battery", "abcdefgx", "aaaaaaab", "abcabcabc",
                "acme.example", "13579135", "", "a", "abc"
            })
    void otherPasswordIsNotWeak(String password) {
        assertThat(WeakPasswords.contain(password, NAMES)).isFalse();
    }

    @Test
    void emptyNamesMatchNoPassword() {
        assertThat(WeakPasswords.contain("", Arrays.asList("", " ", null))).isFalse();
    }
}
