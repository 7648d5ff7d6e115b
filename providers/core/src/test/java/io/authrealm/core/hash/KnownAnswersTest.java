package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hashes of other implementations verify here, and only with their own password. */
final class KnownAnswersTest {

    /**
     * A slower hash is computed a second time only in the long run. {@link HostileHashesTest} has
     * wrong passwords for hashes of all kinds.
     */
    private static final long SLOW_NANOS =
            Boolean.getBoolean("authrealm.test.soak") ? Long.MAX_VALUE : 100_000_000;

    @TestFactory
    Stream<DynamicTest> eachVerifiesWithItsPasswordAlone() {
        return KnownAnswer.all().stream()
                .map(answer -> DynamicTest.dynamicTest(answer.toString(), () -> verify(answer)));
    }

    private static void verify(KnownAnswer answer) {
        EncodedHash hash = TestFormats.hash(answer.encoded());
        long start = System.nanoTime();
        assertThat(hash.matches(answer.passwordBytes())).isTrue();
        if (System.nanoTime() - start < SLOW_NANOS) {
            assertThat(hash.matches(otherBeginning(answer.password()))).isFalse();
        }
        assertThat(hash.algorithm()).matches("[a-z0-9-]{3,40}");
        assertThat(hash.strength()).matches("[a-z0-9=,-]{0,60}");
        assertThat(hash.memoryBytes()).isBetween(0L, TestFormats.MAX_MEMORY_BYTES);
    }

    /**
     * Formats that cut long passwords do not see the rest, and in bcrypt's variant x an accented
     * letter hides up to three characters before it.
     */
    private static byte[] otherBeginning(String password) {
        return ("not " + password).getBytes(StandardCharsets.UTF_8);
    }
}
