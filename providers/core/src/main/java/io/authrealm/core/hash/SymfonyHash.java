package io.authrealm.core.hash;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;

/**
 * digest(message), then digest(previous + message) until there were so many rounds. The message is
 * the password, and the salt in braces behind it, if there is one. A password for which the rounds
 * would be more than {@link DigestAlgorithm#MAX_WORK} does not match.
 */
record SymfonyHash(DigestAlgorithm digest, int rounds, byte[] salt, byte[] expected)
        implements EncodedHash {

    static final int MAX_ROUNDS = 1_000_000;

    @Override
    public String algorithm() {
        return "symfony-" + digest.label();
    }

    @Override
    public String strength() {
        return "rounds=" + rounds;
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] message = message(password);
        long round = digest.work((long) digest.length() + message.length);
        if (round * rounds > DigestAlgorithm.MAX_WORK) {
            return false;
        }
        MessageDigest state = digest.start();
        byte[] value = state.digest(message);
        for (int i = 1; i < rounds; i++) {
            state.update(value);
            value = state.digest(message);
        }
        return MessageDigest.isEqual(value, expected);
    }

    private byte[] message(byte[] password) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(password);
        if (salt.length > 0) {
            message.write('{');
            message.writeBytes(salt);
            message.write('}');
        }
        return message.toByteArray();
    }
}
