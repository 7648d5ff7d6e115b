package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Costs that a string demands are refused without being paid, and none is remembered. */
final class CostBoundsTest {

    private static final String SALT_16 = "c29tZXNhbHRzb21lc2FsdA";
    private static final String KEY_32 = "u2ZKyk8vHwJZmVzPWqPnFQWkwMGFKSMpDxMkmnM2Vng";
    private static final String BCRYPT_REST =
            "abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm";

    static List<String> tooExpensive() {
        return List.of(
                "$2b$17$" + BCRYPT_REST,
                "$2b$31$" + BCRYPT_REST,
                "$2b$99$" + BCRYPT_REST,
                "bcrypt$$2b$31$" + BCRYPT_REST,
                "$argon2id$v=19$m=65537,t=1,p=1$" + SALT_16 + "$" + KEY_32,
                "$argon2id$v=19$m=2147483648,t=1,p=1$" + SALT_16 + "$" + KEY_32,
                "$argon2id$v=19$m=65536,t=33,p=1$" + SALT_16 + "$" + KEY_32,
                "$argon2id$v=19$m=8,t=2147483648,p=1$" + SALT_16 + "$" + KEY_32,
                "$argon2id$v=19$m=65536,t=1,p=17$" + SALT_16 + "$" + KEY_32,
                "argon2$argon2id$v=19$m=2147483648,t=1,p=1$" + SALT_16 + "$" + KEY_32,
                "$scrypt$ln=31,r=8,p=1$" + SALT_16 + "$" + KEY_32,
                "$scrypt$ln=17,r=8,p=1$" + SALT_16 + "$" + KEY_32,
                "$scrypt$ln=14,r=8,p=33$" + SALT_16 + "$" + KEY_32,
                "$scrypt$ln=1,r=1,p=2147483648$" + SALT_16 + "$" + KEY_32,
                "$scrypt$ln=1,r=257,p=1$" + SALT_16 + "$" + KEY_32,
                "$scrypt$ln=2147483648,r=8,p=1$" + SALT_16 + "$" + KEY_32,
                "$7$z6..../....saltsalt$AeWFe4lhfN7BgGL6n3o3G5FYdw5/slynk2JGphA6QQB",
                "$7$2zzzzz/....saltsalt$AeWFe4lhfN7BgGL6n3o3G5FYdw5/slynk2JGphA6QQB",
                "scrypt$2147483648$salt$8$1$" + KEY_32,
                "scrypt:2147483648:8:1$salt$00112233445566778899aabbccddeeff",
                "$1f0801$" + SALT_16 + "$" + KEY_32,
                "$s0$1fffff$" + SALT_16 + "$" + KEY_32,
                "$fbscrypt$v=1,n=31,r=8,p=1,ss=Bw==,sk=" + KEY_32 + "$c2FsdA$" + KEY_32,
                "$firescrypt$ln=31,r=8,p=1$c2FsdA$" + KEY_32 + "$Bw==$" + KEY_32,
                "$pbkdf2-sha256$2147483648$" + SALT_16 + "$" + KEY_32.replace('+', '.'),
                "$pbkdf2-sha256$i=5000001,l=32$" + SALT_16 + "$" + KEY_32,
                "$pbkdf2-sha512$i=2000000,l=32$" + SALT_16 + "$" + KEY_32,
                "$pbkdf2-sha1$i=2500001,l=32$" + SALT_16 + "$" + KEY_32,
                "pbkdf2_sha256$2147483648$salt$" + KEY_32,
                "pbkdf2:sha256:2147483648$salt$" + "00".repeat(32),
                "$3$9223372036854775807$" + SALT_16 + "$" + KEY_32,
                identity(Integer.MAX_VALUE),
                identity(-1),
                "$pre$md5-hex$$2b$31$" + BCRYPT_REST);
    }

    @ParameterizedTest
    @MethodSource("tooExpensive")
    void anExcessiveCostIsRefusedAtOnce(String encoded) {
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            assertThat(TestFormats.ALL.read(encoded)).isInstanceOf(HashReading.Refused.class);
        }
        // A thousand, so that neither the first one nor a pause of the machine decides.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @MethodSource("tooExpensive")
    void theReasonRepeatsNothingOfTheHash(String encoded) {
        String reason = TestFormats.reason(encoded);
        assertThat(reason).isNotEqualTo("malformed").isNotEqualTo("unknown format");
        assertThat(reason).doesNotContain(SALT_16, KEY_32, BCRYPT_REST);
    }

    @Test
    void theMostExpensiveHashesAreAccepted() {
        for (String encoded :
                List.of(
                        "$2b$16$" + BCRYPT_REST,
                        "$argon2id$v=19$m=65536,t=32,p=16$" + SALT_16 + "$" + KEY_32,
                        "$scrypt$ln=14,r=8,p=32$" + SALT_16 + "$" + KEY_32,
                        "$pbkdf2-sha256$i=5000000,l=32$" + SALT_16 + "$" + KEY_32,
                        "$pbkdf2-sha512$i=1600000,l=32$" + SALT_16 + "$" + KEY_32)) {
            assertThat(TestFormats.hash(encoded).strength()).isNotEmpty();
        }
    }

    @Test
    void theBoundOfMemoryIsTheCallers() {
        String encoded = "$scrypt$ln=16,r=8,p=1$" + SALT_16 + "$" + KEY_32;
        HashFormats less = new HashFormats(TestFormats::argon2, (64 << 20) - 1);
        assertThat(less.read(encoded)).isInstanceOf(HashReading.Refused.class);
        assertThat(((HashReading.Refused) less.read(encoded)).isTooCostly()).isTrue();
        assertThat(((HashReading.Refused) less.read("$2b$31$")).isTooCostly()).isTrue();
        assertThat(((HashReading.Refused) less.read("$2b$10$")).isTooCostly()).isFalse();
        assertThat(((HashReading.Refused) less.read("none")).isTooCostly()).isFalse();
        assertThat(TestFormats.hash(encoded).memoryBytes()).isEqualTo(64 << 20);
        encoded = "$argon2id$v=19$m=65536,t=1,p=1$" + SALT_16 + "$" + KEY_32;
        assertThat(less.read(encoded)).isInstanceOf(HashReading.Refused.class);
        assertThat(TestFormats.hash(encoded).memoryBytes()).isEqualTo(64 << 20);
    }

    @Test
    void aThousandSetsOfParametersLeaveNothingBehind() {
        long before = usedHeap();
        byte[] password = "password".getBytes(StandardCharsets.UTF_8);
        String tail = "$" + SALT_16 + "$" + KEY_32;
        for (int i = 0; i < 1000; i++) {
            int low = i % 100;
            int high = i / 100;
            for (String encoded :
                    List.of(
                            "$argon2id$v=19$m=" + (8 + low) + ",t=" + (1 + high) + ",p=1" + tail,
                            "$scrypt$ln=1,r=" + (1 + low) + ",p=" + (1 + high) + tail,
                            "$pbkdf2-sha256$i=" + (1 + i) + tail)) {
                EncodedHash hash = TestFormats.hash(encoded);
                if (i % 4 == 0 || hash.algorithm().equals("argon2id")) {
                    assertThat(hash.matches(password)).isFalse();
                }
            }
        }
        // Password4j would have kept 58 MB of the Argon2 ones alone.
        assertThat(usedHeap() - before).isLessThan(16L << 20);
    }

    private static String identity(int iterations) {
        byte[] blob = new byte[61];
        blob[0] = 1;
        blob[4] = 1;
        for (int i = 0; i < 4; i++) {
            blob[5 + i] = (byte) (iterations >>> 24 - 8 * i);
        }
        blob[12] = 16;
        return Base64.getEncoder().encodeToString(blob);
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
