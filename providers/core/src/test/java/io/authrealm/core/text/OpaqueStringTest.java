package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OpaqueStringTest {

    @Test
    void composedAndDecomposedLettersAreOnePassword() {
        assertThat(OpaqueString.of("cafe\u0301-\u212B"))
                .isEqualTo(OpaqueString.of("caf\u00E9-A\u030A"))
                .isEqualTo("caf\u00E9-\u00C5");
    }

    @Test
    void everySpaceIsTheAsciiOne() {
        assertThat(OpaqueString.of("correct\u00A0horse\u3000battery"))
                .isEqualTo("correct horse battery");
        assertThat(OpaqueString.of(" a  b ")).isEqualTo(" a  b ");
    }

    @Test
    void caseWidthAndCompatibleLettersStay() {
        for (String password : new String[] {"Stra\u00DFe", "\uFF21", "\uFB01", "\u01C9", "A\tb"}) {
            assertThat(OpaqueString.of(password)).isEqualTo(password);
        }
    }

    @Test
    void whatIsNoUnicodeTextStaysNone() {
        assertThat(OpaqueString.of("a\uD800b\u00E9")).isEqualTo("a\uD800b\u00E9");
    }

    @Test
    void asciiIsNotCopied() {
        String password = "correct-horse-battery";
        assertThat(OpaqueString.of(password)).isSameAs(password);
    }
}
