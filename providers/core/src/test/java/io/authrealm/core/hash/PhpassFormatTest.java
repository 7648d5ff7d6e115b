package io.authrealm.core.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PhpassFormatTest {

    private static final String REST = "984478476IagS59wHZvyQMArzfx58u.";

    private final PhpassFormat format = new PhpassFormat();

    @ParameterizedTest
    @ValueSource(strings = {"$P$", "$H$"})
    void bothPrefixesAreRead(String prefix) throws MalformedHashException {
        EncodedHash hash = format.parse(prefix + REST);

        assertThat(hash.algorithm()).isEqualTo("phpass");
        assertThat(hash.strength()).isEqualTo("rounds=2048");
        assertThat(hash.memoryBytes()).isZero();
        assertThat(hash.matches("hashcat".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("hashca".getBytes(UTF_8))).isFalse();
        assertThat(hash.matches("hash'cat".getBytes(UTF_8))).isFalse();
    }

    @Test
    void phpBbDoesNotTrim() throws MalformedHashException {
        byte[] padded = " hashcat ".getBytes(UTF_8);

        assertThat(format.parse("$P$" + REST).matches(padded)).isTrue();
        assertThat(format.parse("$H$" + REST).matches(padded)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$P$",
                "$P$984478476IagS59wHZvyQMArzfx58u",
                "$P$984478476IagS59wHZvyQMArzfx58u..",
                "$P$984478476IagS59wHZvyQMArzfx58u2",
                "$P$98447847-IagS59wHZvyQMArzfx58u.",
                "$P$984478476IagS59wHZvyQMArzfx5$u.",
                // Exponents 6, 21, 30, 63, and a character that is not an exponent.
                "$P$484478476IagS59wHZvyQMArzfx58u.",
                "$P$J84478476IagS59wHZvyQMArzfx58u.",
                "$P$S84478476IagS59wHZvyQMArzfx58u.",
                "$P$z84478476IagS59wHZvyQMArzfx58u.",
                "$P$~84478476IagS59wHZvyQMArzfx58u.",
                "$Q$984478476IagS59wHZvyQMArzfx58u."
            })
    void anythingElseIsRefused(String encoded) {
        assertThatThrownBy(() -> format.parse(encoded)).isInstanceOf(MalformedHashException.class);
    }

    @Test
    void longPasswordOfManyRoundsDoesNotMatchAndCostsNothing() throws MalformedHashException {
        EncodedHash hash = format.parse("$P$I84478476IagS59wHZvyQMArzfx58u.");

        assertThat(hash.strength()).isEqualTo("rounds=1048576");
        Assertions.assertTimeoutPreemptively(
                Duration.ofMillis(300), () -> assertThat(hash.matches(new byte[488])).isFalse());
    }
}
