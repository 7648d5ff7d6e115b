package io.authrealm.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PassphraseCipherTest {

    /** Made with openssl, from the text in quotation marks. */
    private static final String ASCII =
            "U2FsdGVkX19jfV90WiwEeJBgteLmxHPIKnf/XmRYWBN2t67/MiXs5NT0umsoWZ0q";

    private static final String ANY_TEXT =
            "U2FsdGVkX19+A18Vn8QSPsZdmZjNknT/RwgsttJ0RSBq9k6JWo12BvjSi+V91ifr";

    private final PassphraseCipher cipher = new PassphraseCipher("a shared key");

    @Test
    void textsOfOpensslAreDecrypted() {
        assertThat(cipher.decrypt(ASCII)).hasValue("\"correct-horse-battery\"");
        assertThat(cipher.decrypt(ANY_TEXT)).hasValue("\"  pässwörd 🔑 \"");
    }

    @Test
    void theFormCanBeToldByItsBeginning() {
        assertThat(ASCII).startsWith(PassphraseCipher.PREFIX);
        assertThat(ANY_TEXT).startsWith(PassphraseCipher.PREFIX);
    }

    /** One wrong key in 256 leaves padding that looks right; what it leaves is not the text. */
    @Test
    void anotherPassphraseNeverGivesTheText() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(new PassphraseCipher("another key " + i).decrypt(ASCII))
                    .isNotEqualTo(cipher.decrypt(ASCII));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "U2FsdGVkX1",
                "U2FsdGVkX18=",
                "U2FsdGVkX19zYWx0c2FsdA==",
                "correct-horse-battery",
                "c2VjcmV0LXdpdGhvdXQtYS1oZWFkZXItb2YtMzItYg==",
                "*not base64*"
            })
    void otherFormsAreRefused(String text) {
        assertThat(cipher.decrypt(text)).isEmpty();
    }

    /** A decoder of base64 may ignore missing padding, and bits that mean nothing. */
    @Test
    void aMessageHasOneSpelling() {
        String padded = "U2FsdGVkX19zYWx0c2FsdJDa3OfCDaNbaBkie27uyMs=";
        String other = padded.replace("yMs=", "yMt=");
        assertThat(Base64.getDecoder().decode(other)).isEqualTo(Base64.getDecoder().decode(padded));
        PassphraseCipher shared = new PassphraseCipher("k");
        assertThat(shared.decrypt(padded)).hasValue("\"a\"");
        assertThat(shared.decrypt(other)).isEmpty();
        assertThat(shared.decrypt(padded.replace("=", ""))).isEmpty();
    }

    @Test
    void alteredTextsAreNotTheText() {
        for (int i = PassphraseCipher.PREFIX.length(); i < ASCII.length() - 2; i++) {
            char other = ASCII.charAt(i) == 'A' ? 'B' : 'A';
            String altered = ASCII.substring(0, i) + other + ASCII.substring(i + 1);
            assertThat(cipher.decrypt(altered)).isNotEqualTo(cipher.decrypt(ASCII));
        }
    }

    @Test
    void thePassphraseIsNotShown() {
        assertThat(cipher.toString()).doesNotContain("shared");
    }
}
