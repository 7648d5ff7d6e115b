package io.authrealm.core.hash;

import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Parameters;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/** All formats, with BouncyCastle's Argon2 and a bound of 64 MiB. */
final class TestFormats {

    static final long MAX_MEMORY_BYTES = 64L << 20;

    static final HashFormats ALL = new HashFormats(TestFormats::argon2, MAX_MEMORY_BYTES);

    private TestFormats() {}

    /** Reads a string that has to be a hash. */
    static EncodedHash hash(String encoded) {
        if (ALL.read(encoded) instanceof HashReading.Verifiable verifiable) {
            return verifiable.hash();
        }
        throw new AssertionError(ALL.read(encoded) + " for " + encoded);
    }

    static boolean matches(String encoded, String password) {
        return hash(encoded).matches(password.getBytes(StandardCharsets.UTF_8));
    }

    /** The reason for which a string is refused. */
    static String reason(String encoded) {
        if (ALL.read(encoded) instanceof HashReading.Refused refused) {
            return refused.reason();
        }
        throw new AssertionError("not refused: " + encoded);
    }

    static byte[] argon2(Argon2Parameters parameters, Argon2Input input) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                                parameters.type().number())
                        .withVersion(parameters.version())
                        .withMemoryAsKB(parameters.memoryKib())
                        .withIterations(parameters.iterations())
                        .withParallelism(parameters.parallelism())
                        .withSalt(input.salt())
                        .build());
        byte[] tag = new byte[parameters.tagLength()];
        generator.generateBytes(input.password(), tag);
        return tag;
    }
}
