package io.authrealm.argon2;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/**
 * Argon2 of BouncyCastle, which supports every input of RFC 9106. It allocates {@code m} KiB per
 * hash and ignores the given memory, because it can pool blocks only from version 1.85 on.
 */
final class BouncyCastleArgon2 implements Argon2Engine {

    static final String NAME = "bouncycastle";

    BouncyCastleArgon2() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean supports(Argon2Parameters parameters, Argon2Input input) {
        return true;
    }

    @Override
    public byte[] hash(Argon2Parameters parameters, Argon2Input input, Argon2Memory memory) {
        org.bouncycastle.crypto.params.Argon2Parameters.Builder builder =
                new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                                parameters.type().number())
                        .withVersion(parameters.version())
                        .withMemoryAsKB(parameters.memoryKib())
                        .withIterations(parameters.iterations())
                        .withParallelism(parameters.parallelism())
                        .withSalt(input.salt())
                        .withSecret(input.secret())
                        .withAdditional(input.associatedData());
        org.bouncycastle.crypto.params.Argon2Parameters built = builder.build();
        byte[] tag = new byte[parameters.tagLength()];
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(built);
            generator.generateBytes(input.password(), tag);
        } finally {
            // Each builder holds a copy of the secret.
            builder.clear();
            built.clear();
        }
        return tag;
    }
}
