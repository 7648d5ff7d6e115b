package io.authrealm.core.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CryptFormatTest {

    private static final String MD5 = "$1$28772684$iEwNOgGugqO9.bIz5sk8k/";
    private static final String SHA256_HASH = "le16UF8I2Anb.rOrn22AUPWvzUETDGefUmAV8AZkGcD";
    private static final String SHA512_HASH =
            "k5ka2p8bFuSmoVT1tzOyyuaREkkKBcCNqoDKzYiJL9RaE8yMnPgh2XzzF0NDrUhgrcLwg78xs1w5pJiypEdFX/";

    private final CryptFormat format = new CryptFormat();

    @ParameterizedTest
    @CsvSource({
        MD5 + ", md5-crypt, rounds=1000",
        "$apr1$71850310$gh9m4xcAn3MGxogwX/ztb., apr1-crypt, rounds=1000",
        "$5$rounds=5000$GX7BopJZJxPc/KEK$" + SHA256_HASH + ", sha256-crypt, rounds=5000",
        "$6$52450745$" + SHA512_HASH + ", sha512-crypt, rounds=5000"
    })
    void stringContainsAlgorithmAndRounds(String encoded, String algorithm, String strength)
            throws MalformedHashException {
        EncodedHash hash = format.parse(encoded);

        assertThat(hash.algorithm()).isEqualTo(algorithm);
        assertThat(hash.strength()).isEqualTo(strength);
        assertThat(hash.memoryBytes()).isZero();
        assertThat(hash.matches("hashcat".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("Hashcat".getBytes(UTF_8))).isFalse();
        assertThat(hash.matches(new byte[0])).isFalse();
    }

    @Test
    void passwordIsNotWiped() throws MalformedHashException {
        byte[] password = "hashcat".getBytes(UTF_8);

        format.parse(MD5).matches(password);

        assertThat(password).asString(UTF_8).isEqualTo("hashcat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$1$",
                "$1$$iEwNOgGugqO9.bIz5sk8k/",
                "$1$287726841$iEwNOgGugqO9.bIz5sk8k/",
                "$1$2877-684$iEwNOgGugqO9.bIz5sk8k/",
                "$1$28772684$iEwNOgGugqO9.bIz5sk8k",
                "$1$28772684$iEwNOgGugqO9.bIz5sk8k//",
                "$1$28772684$iEwNOgGugqO9.bIz5sk8k2",
                "$1$28772684$iEwNOgGugqO9.bIz5sk8=/",
                "$1$rounds=1000$28772684$iEwNOgGugqO9.bIz5sk8k/",
                "$5$12345678901234567$" + SHA256_HASH,
                "$5$salt$" + SHA256_HASH + "$",
                "$5$salt$" + SHA512_HASH,
                "$6$salt$" + SHA256_HASH,
                "$5$rounds=999$salt$" + SHA256_HASH,
                "$5$rounds=05000$salt$" + SHA256_HASH,
                "$5$rounds=-5000$salt$" + SHA256_HASH,
                "$5$rounds=5000salt$" + SHA256_HASH,
                "$5$rounds=$salt$" + SHA256_HASH,
                "$5$rounds=1000001$salt$" + SHA256_HASH,
                "$6$rounds=999999999$salt$" + SHA512_HASH,
                "$6$rounds=2147483648$salt$" + SHA512_HASH,
                "$6$rounds=99999999999999999999999999$salt$" + SHA512_HASH,
                "$2y$05$abc"
            })
    void anythingElseIsRefused(String encoded) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(1),
                () ->
                        assertThatThrownBy(() -> format.parse(encoded))
                                .isInstanceOf(MalformedHashException.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7",
                "$gy$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7"
            })
    void yescryptIsRefusedByName(String encoded) {
        assertThat(format.claims(encoded)).isTrue();
        assertThatThrownBy(() -> format.parse(encoded))
                .isInstanceOf(MalformedHashException.class)
                .hasMessage("yescrypt is not supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$", "$7$x", "$2y$05$x", "$1", "5$x", "$argon2id$", "$P$B"})
    void othersAreLeftToTheirFormats(String encoded) {
        assertThat(format.claims(encoded)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"335, 656000", "207, 1000000", "16384, 5000"})
    void workEndsAtTheDocumentedLengths(int length, long rounds) {
        assertThat(work(length, rounds)).isLessThanOrEqualTo(DigestAlgorithm.MAX_WORK);
    }

    @ParameterizedTest
    @CsvSource({"336, 656000", "208, 1000000", "16384, 100000"})
    void longerPasswordDoesNotMatchAndCostsNothing(int length, long rounds)
            throws MalformedHashException {
        assertThat(work(length, rounds)).isGreaterThan(DigestAlgorithm.MAX_WORK);
        EncodedHash hash = format.parse("$6$rounds=" + rounds + "$salt$" + SHA512_HASH);

        Assertions.assertTimeoutPreemptively(
                Duration.ofMillis(300), () -> assertThat(hash.matches(new byte[length])).isFalse());
    }

    private static long work(long length, long rounds) {
        return rounds * DigestAlgorithm.SHA512.work(2 * length + 64 + 16) + length * length;
    }
}
