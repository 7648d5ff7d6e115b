package io.authrealm.core.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DrupalFormatTest {

    private static final String REST = "33783772bRXEx1aCsvY.dqgaaSu76XmVlKrW9Qu8IQlvxHlmzLf";

    private final DrupalFormat format = new DrupalFormat();

    @Test
    void stringContainsRounds() throws MalformedHashException {
        EncodedHash hash = format.parse("$S$C" + REST);

        assertThat(hash.algorithm()).isEqualTo("drupal7");
        assertThat(hash.strength()).isEqualTo("rounds=16384");
        assertThat(hash.memoryBytes()).isZero();
        assertThat(hash.matches("hashcat".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("hashcat ".getBytes(UTF_8))).isFalse();
        // The same digits say that the password's MD5 was hashed, so it is another password.
        assertThat(format.parse("U$S$C" + REST).matches("hashcat".getBytes(UTF_8))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$S$",
                "$S$4" + REST,
                "$S$J" + REST,
                "$S$z" + REST,
                "$S$C3" + REST,
                "$S$C33783772bRXEx1aCsvY.dqgaaSu76XmVlKrW9Qu8IQlvxHlmzL",
                "$S$C3378377 bRXEx1aCsvY.dqgaaSu76XmVlKrW9Qu8IQlvxHlmzLf",
                "U$",
                "U$S$",
                "U$X$C" + REST,
                "UU$S$C" + REST,
                "U$P$C" + REST,
                "$P$984478476IagS59wHZvyQMArzfx58u."
            })
    void anythingElseIsRefused(String encoded) {
        assertThatThrownBy(() -> format.parse(encoded)).isInstanceOf(MalformedHashException.class);
    }

    @Test
    void passwordTooLongForDrupalDoesNotMatchAndCostsNothing() throws MalformedHashException {
        EncodedHash drupal = format.parse("$S$I" + REST);

        Assertions.assertTimeoutPreemptively(
                Duration.ofMillis(300),
                () -> {
                    assertThat(drupal.matches(new byte[513])).isFalse();
                    assertThat(drupal.matches(new byte[432])).isFalse();
                });
    }
}
