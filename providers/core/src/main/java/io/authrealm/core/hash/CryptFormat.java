package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.BiFunction;
import org.apache.commons.codec.digest.Md5Crypt;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.jspecify.annotations.Nullable;

/**
 * The digest-based strings of crypt(3), as crypt(5) of libxcrypt describes them:
 *
 * <pre>
 * $1$salt$hash                  MD5-crypt, FreeBSD; salt of 1 to 8 characters, 1000 rounds
 * $apr1$salt$hash               the same as Apache's htpasswd has it
 * $5$[rounds=N$]salt$hash       SHA-256-crypt (Drepper); salt of 1 to 16 characters
 * $6$[rounds=N$]salt$hash       SHA-512-crypt
 * </pre>
 *
 * <p>Salt and hash are written in {@code ./0-9A-Za-z}. Without {@code rounds} there are 5000. The
 * specification allows 1000 to 999999999 rounds; here the end is at one million, above the 656000
 * that Passlib writes by default.
 *
 * <p>SHA-crypt hashes the password up to twice in every round, and once for each of its own bytes.
 * A password for which that would be more than {@link DigestAlgorithm#MAX_WORK} does not match: at
 * 5000 rounds none, at 656000 one above 335 bytes, at a million one above 207.
 *
 * <p>yescrypt ({@code $y$}) and its GOST variant ({@code $gy$}) are known and refused.
 */
final class CryptFormat implements HashFormat {

    private static final int MD5_ROUNDS = 1000;
    private static final int SHA_DEFAULT_ROUNDS = 5000;
    private static final int SHA_MIN_ROUNDS = 1000;

    // A password of usual length costs about a second at this many on a slow core.
    private static final int SHA_MAX_ROUNDS = 1_000_000;

    @Override
    public boolean claims(String encoded) {
        return variant(encoded) != null || isYescrypt(encoded);
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        if (isYescrypt(encoded)) {
            throw new MalformedHashException("yescrypt is not supported");
        }
        Variant variant = variant(encoded);
        if (variant == null) {
            throw new MalformedHashException("the prefix of crypt(3) is missing");
        }
        FieldReader reader = new FieldReader(encoded).skip(variant.prefix);
        int rounds = variant.rounds(reader);
        CryptAlphabet.salt(reader.upTo('$', "salt"), 1, variant.maxSalt);
        CryptAlphabet.hash(reader.rest(), variant.digest.length() * 8);
        return new CryptHash(variant, rounds, encoded);
    }

    private static boolean isYescrypt(String encoded) {
        return encoded.startsWith("$y$") || encoded.startsWith("$gy$");
    }

    private static @Nullable Variant variant(String encoded) {
        for (Variant variant : Variant.values()) {
            if (encoded.startsWith(variant.prefix)) {
                return variant;
            }
        }
        return null;
    }

    private enum Variant {
        MD5("md5-crypt", "$1$", 8, DigestAlgorithm.MD5, Md5Crypt::md5Crypt),
        APR1("apr1-crypt", "$apr1$", 8, DigestAlgorithm.MD5, Md5Crypt::apr1Crypt),
        SHA256("sha256-crypt", "$5$", 16, DigestAlgorithm.SHA256, Sha2Crypt::sha256Crypt),
        SHA512("sha512-crypt", "$6$", 16, DigestAlgorithm.SHA512, Sha2Crypt::sha512Crypt);

        private final String algorithm;
        private final String prefix;
        private final int maxSalt;
        private final DigestAlgorithm digest;
        private final BiFunction<byte[], String, String> crypt;

        Variant(
                String algorithm,
                String prefix,
                int maxSalt,
                DigestAlgorithm digest,
                BiFunction<byte[], String, String> crypt) {
            this.algorithm = algorithm;
            this.prefix = prefix;
            this.maxSalt = maxSalt;
            this.digest = digest;
            this.crypt = crypt;
        }

        private int rounds(FieldReader reader) throws MalformedHashException {
            if (digest == DigestAlgorithm.MD5) {
                return MD5_ROUNDS;
            }
            if (!reader.skipIf("rounds=")) {
                return SHA_DEFAULT_ROUNDS;
            }
            int rounds = reader.integer("rounds", SHA_MIN_ROUNDS, SHA_MAX_ROUNDS);
            reader.skip("$");
            return rounds;
        }

        private long work(int rounds, long passwordLength) {
            long round = digest.work(2 * passwordLength + digest.length() + maxSalt);
            return rounds * round + passwordLength * passwordLength;
        }
    }

    private record CryptHash(Variant variant, int rounds, String encoded) implements EncodedHash {

        @Override
        public String algorithm() {
            return variant.algorithm;
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
            if (variant.work(rounds, password.length) > DigestAlgorithm.MAX_WORK) {
                return false;
            }
            // A copy, because the library wipes its argument.
            String computed = variant.crypt.apply(password.clone(), encoded);
            return MessageDigest.isEqual(
                    computed.getBytes(StandardCharsets.US_ASCII),
                    encoded.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
