package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hashes of other implementations verify here, and only with their own password. */
final class KnownAnswersTest {

    @TestFactory
    Stream<DynamicTest> eachVerifiesWithItsPasswordAlone() {
        return KnownAnswer.all().stream()
                .map(answer -> DynamicTest.dynamicTest(answer.toString(), () -> verify(answer)));
    }

    private static void verify(KnownAnswer answer) {
        EncodedHash hash = TestFormats.hash(answer.encoded());
        assertThat(hash.matches(answer.passwordBytes())).isTrue();
        assertThat(hash.matches(otherBeginning(answer.password()))).isFalse();
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
