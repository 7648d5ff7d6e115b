package io.authrealm.core.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LdapFormatTest {

    private static final String MD5_OF_PASSWORD = "5f4dcc3b5aa765d61d8327deb882cf99";

    private final LdapFormat format =
            new LdapFormat(
                    new CryptFormat(),
                    new BcryptFormat(),
                    new Argon2Format(
                            (parameters, input) -> new byte[parameters.tagLength()], 1 << 20),
                    new Pbkdf2Format());

    @ParameterizedTest
    @CsvSource({
        "{SSHA}AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Ng==, ldap-ssha",
        "{ssha}AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Ng, ldap-ssha",
        "{CRYPT}48c/R8JAv757A, des-crypt",
        "{crypt}$1$28772684$iEwNOgGugqO9.bIz5sk8k/, md5-crypt",
        "{MD5-CRYPT}$1$28772684$iEwNOgGugqO9.bIz5sk8k/, md5-crypt"
    })
    void schemeNamesTheAlgorithm(String encoded, String algorithm) throws MalformedHashException {
        EncodedHash hash = format.parse(encoded);

        assertThat(hash.algorithm()).isEqualTo(algorithm);
        assertThat(hash.strength()).isNotEmpty();
        assertThat(hash.memoryBytes()).isZero();
        assertThat(hash.matches("hashcat".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("hashdog".getBytes(UTF_8))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{MD5}X03MO1qnZdYdgyfeuILPmQ==",
                "{MD5}X03MO1qnZdYdgyfeuILPmQ",
                "{md5}" + MD5_OF_PASSWORD,
                "{Md5}5F4DCC3B5AA765D61D8327DEB882CF99"
            })
    void plainDigestIsBase64OrHexadecimal(String encoded) throws MalformedHashException {
        EncodedHash hash = format.parse(encoded);

        assertThat(hash.algorithm()).isEqualTo("ldap-md5");
        assertThat(hash.matches("password".getBytes(UTF_8))).isTrue();
    }

    @Test
    void desSeesEightBytesOfSevenBits() throws MalformedHashException {
        EncodedHash hash = format.parse("{CRYPT}jra.Wd90KKM.s");

        assertThat(hash.matches("password".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("password and more".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("passwor".getBytes(UTF_8))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "64, true", "0, false", "65, false"})
    void saltHasOneTo64Bytes(int saltLength, boolean readable) throws MalformedHashException {
        String encoded =
                "{SSHA512}" + Base64.getEncoder().encodeToString(new byte[64 + saltLength]);

        if (readable) {
            assertThat(format.parse(encoded).algorithm()).isEqualTo("ldap-ssha512");
        } else {
            assertThatThrownBy(() -> format.parse(encoded))
                    .isInstanceOf(MalformedHashException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{SSHA",
                "{SSHA}",
                "{SSHA}AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Ng=",
                "{SSHA}AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Nh==",
                "{SSHA}AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Ng==\n",
                "{SSHA} AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Ng==",
                "{SSHA}AZKja92fbuuB9SpRlHqaoXxbTc4=",
                "{\u017fSHA}AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Ng==",
                "{MD5}X03MO1qnZdYdgyfeuILP",
                "{MD5}5f4dcc3b5aa765d61d8327deb882cf9g",
                "{SHA}" + MD5_OF_PASSWORD,
                "{SASL}user@realm",
                "{CLEARTEXT}password",
                "{noop}password",
                "{CRYPT}",
                "{CRYPT}48c/R8JAv757",
                "{CRYPT}48c/R8JAv757AA",
                "{CRYPT}48c/R8JAv757B",
                "{CRYPT}*8c/R8JAv757A",
                "{CRYPT}_J9..K0AyUubDrfOgO4s",
                "{CRYPT}{SSHA}AZKja92fbuuB9SpRlHqaoXxbTc43Mzc2MDM1Ng==",
                "{CRYPT}$5$rounds=999999999$salt$le16UF8I2Anb.rOrn22AUPWvzUETDGefUmAV8AZkGcD",
                "{CRYPT}$2y$31$dlu80XnzBse8l64bvJuLwejb9auVpmM9pUhA0PHsaEnE0rN.bsM32",
                "{CRYPT}$argon2id$v=19$m=32,t=2,p=4$cm94YnRVOW5jZzFzcVE4bQ$MNzk5BtR2vUhrp6qQEjRNw",
                "{BCRYPT}$1$28772684$iEwNOgGugqO9.bIz5sk8k/",
                "{ARGON2}$1$28772684$iEwNOgGugqO9.bIz5sk8k/",
                "{PBKDF2-SHA256}10000",
                "{PBKDF2-SHA256}2147483647$PTsfUoX1dLsyf12lvmNGwQ$/SbZmVjuCb3DwMMUwr2vPEqyBs",
                "{PKCS5S2}AAAA"
            })
    void anythingElseIsRefused(String encoded) {
        assertThat(format.claims(encoded)).isTrue();
        assertThatThrownBy(() -> format.parse(encoded)).isInstanceOf(MalformedHashException.class);
    }
}
