package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Damaged strings and unusual passwords: every outcome is a reading, never an exception, and none
 * takes long.
 */
final class HostileHashesTest {

    /**
     * The replacements for a character: separators, digits, letters, characters that no format has,
     * and a NUL.
     */
    private static final String REPLACEMENTS = "$,=:.+/0BaZ}\u0000\u00e4\ud83d";

    private static final int MAX_PASSWORD_BYTES = 16384;

    /**
     * The time limit for the verifications of one test: a cheap hash is tried in every position.
     */
    private static final long BUDGET_NANOS =
            Boolean.getBoolean("authrealm.test.soak") ? 100_000_000 : 20_000_000;

    private static final List<KnownAnswer> KINDS = oneOfEachKind();

    @TestFactory
    Stream<DynamicTest> damagedStringsAreReadOrRefused() {
        return KnownAnswer.all().stream()
                .map(answer -> DynamicTest.dynamicTest(answer.toString(), () -> damage(answer)));
    }

    @TestFactory
    Stream<DynamicTest> damagedHashesBehave() {
        return KINDS.stream()
                .map(
                        answer ->
                                DynamicTest.dynamicTest(
                                        answer.toString(), () -> damageAndVerify(answer)));
    }

    @TestFactory
    Stream<DynamicTest> unusualPasswordsDoNotMatch() {
        return KINDS.stream()
                .map(
                        answer ->
                                DynamicTest.dynamicTest(
                                        answer.toString(), () -> tryUnusualPasswords(answer)));
    }

    @TestFactory
    Stream<DynamicTest> passwordsBeyondTheLimitNeverMatch() {
        return KINDS.stream()
                .map(
                        answer ->
                                DynamicTest.dynamicTest(
                                        answer.toString(),
                                        () -> {
                                            byte[] longer =
                                                    Arrays.copyOf(
                                                            answer.passwordBytes(),
                                                            MAX_PASSWORD_BYTES + 1);
                                            EncodedHash hash = TestFormats.hash(answer.encoded());
                                            assertThat(hash.matches(longer)).isFalse();
                                        }));
    }

    private static void damage(KnownAnswer answer) {
        String encoded = answer.encoded();
        for (int at = 0; at < encoded.length(); at++) {
            read(encoded.substring(0, at));
            read(encoded.substring(0, at) + encoded.substring(at + 1));
            for (int i = 0; i < 4; i++) {
                read(replaced(encoded, at, replacement(4 * at + i)));
            }
        }
        for (int i = 0; i < REPLACEMENTS.length(); i++) {
            read(encoded + REPLACEMENTS.charAt(i));
        }
    }

    private static void read(String encoded) {
        HashReading reading = TestFormats.ALL.read(encoded);
        if (reading instanceof HashReading.Refused refused) {
            // "malformed" is the reason of last resort, for a parser that has thrown.
            assertThat(refused.reason()).isNotBlank().isNotEqualTo("malformed");
        }
    }

    private static void tryUnusualPasswords(KnownAnswer answer) {
        EncodedHash hash = TestFormats.hash(answer.encoded());
        assertThat(hash.matches(null)).isFalse();
        long start = System.nanoTime();
        for (byte[] password :
                List.of(
                        new byte[0],
                        new byte[] {0},
                        new byte[] {(byte) 0xff},
                        "\u00e4".repeat(256).getBytes(StandardCharsets.UTF_8),
                        "x".repeat(4096).getBytes(StandardCharsets.UTF_8),
                        someOfAllOfUnicode())) {
            // Some formats hash the password in each round; a single slow one is enough of these.
            if (System.nanoTime() - start < BUDGET_NANOS) {
                assertThat(hash.matches(password)).isFalse();
            }
        }
    }

    /** If the damage left a hash of the same cost, a wrong password is still wrong. */
    private static void damageAndVerify(KnownAnswer answer) {
        String strength = TestFormats.hash(answer.encoded()).strength();
        byte[] wrong = "not the password".getBytes(StandardCharsets.UTF_8);
        int length = answer.encoded().length();
        long start = System.nanoTime();
        for (int i = 0; i < length && System.nanoTime() - start < BUDGET_NANOS; i++) {
            // From the end, because most formats have the hash itself there.
            int at = length - 1 - i;
            verify(answer.encoded().substring(0, at), strength, wrong);
            verify(replaced(answer.encoded(), at, replacement(at)), strength, wrong);
        }
    }

    private static void verify(String encoded, String strength, byte[] wrong) {
        if (TestFormats.ALL.read(encoded) instanceof HashReading.Verifiable verifiable
                && verifiable.hash().strength().equals(strength)
                && verifiable.hash().matches(wrong)) {
            fail("a wrong password matches " + encoded);
        }
    }

    private static char replacement(int number) {
        return REPLACEMENTS.charAt(number % REPLACEMENTS.length());
    }

    private static String replaced(String encoded, int at, char replacement) {
        return encoded.substring(0, at) + replacement + encoded.substring(at + 1);
    }

    /** The first answer of each file, algorithm and beginning. */
    private static List<KnownAnswer> oneOfEachKind() {
        Map<String, KnownAnswer> kinds = new LinkedHashMap<>();
        for (KnownAnswer answer : KnownAnswer.all()) {
            String encoded = answer.encoded();
            String beginning = "${".indexOf(encoded.charAt(0)) < 0 ? "" : encoded.substring(0, 3);
            String algorithm = TestFormats.hash(encoded).algorithm();
            // HMAC and bcrypt do not distinguish an empty password and a NUL byte.
            if (!answer.password().isEmpty()) {
                kinds.putIfAbsent(answer.name() + algorithm + beginning, answer);
            }
        }
        return List.copyOf(kinds.values());
    }

    /** Every 300th character, from all planes, up to the longest password. */
    private static byte[] someOfAllOfUnicode() {
        StringBuilder text = new StringBuilder();
        for (int c = 1; c <= Character.MAX_CODE_POINT; c += 300) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), MAX_PASSWORD_BYTES);
    }
}
