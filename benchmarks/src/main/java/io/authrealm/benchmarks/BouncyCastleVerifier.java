package io.authrealm.benchmarks;

import java.security.MessageDigest;
import java.util.Base64;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** BouncyCastle by itself; for Argon2 that is what Keycloak's own provider does. */
final class BouncyCastleVerifier {

    private BouncyCastleVerifier() {}

    static Verifier of(String encoded) {
        if (encoded.startsWith("$2")) {
            return password -> OpenBSDBCrypt.checkPassword(encoded, password);
        }
        if (encoded.startsWith("$argon2id$")) {
            return argon2id(encoded);
        }
        StoredHash stored = StoredHash.of(encoded);
        return encoded.startsWith("$scrypt$") ? scrypt(stored) : pbkdf2Sha256(stored);
    }

    private static Verifier argon2id(String encoded) {
        String[] fields = encoded.split("[$,=]");
        byte[] salt = Base64.getDecoder().decode(fields[10]);
        byte[] tag = Base64.getDecoder().decode(fields[11]);
        return password -> {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(
                    new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                            .withVersion(Integer.parseInt(fields[3]))
                            .withMemoryAsKB(Integer.parseInt(fields[5]))
                            .withIterations(Integer.parseInt(fields[7]))
                            .withParallelism(Integer.parseInt(fields[9]))
                            .withSalt(salt)
                            .build());
            byte[] computed = new byte[tag.length];
            generator.generateBytes(password, computed);
            return MessageDigest.isEqual(tag, computed);
        };
    }

    private static Verifier scrypt(StoredHash stored) {
        int n = 1 << stored.number("ln=");
        int r = stored.number("r=");
        int p = stored.number("p=");
        return password ->
                MessageDigest.isEqual(
                        stored.key(),
                        SCrypt.generate(password, stored.salt(), n, r, p, stored.key().length));
    }

    private static Verifier pbkdf2Sha256(StoredHash stored) {
        int rounds = stored.number("pbkdf2-sha256$");
        return password -> {
            PKCS5S2ParametersGenerator generator =
                    new PKCS5S2ParametersGenerator(new SHA256Digest());
            generator.init(password, stored.salt(), rounds);
            KeyParameter key =
                    (KeyParameter) generator.generateDerivedMacParameters(8 * stored.key().length);
            return MessageDigest.isEqual(stored.key(), key.getKey());
        };
    }
}
