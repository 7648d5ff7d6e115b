package io.authrealm.core.hash;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Firebase's variant of scrypt: the output of scrypt is an AES-256 key, and the hash is the
 * project's signer key encrypted with it in counter mode from a counter of zero.
 *
 * @param salt the user's salt followed by the project's separator
 */
record FirebaseHash(ScryptParameters parameters, byte[] salt, byte[] signerKey, byte[] hash)
        implements EncodedHash {

    private static final int AES_KEY_BYTES = 32;
    private static final int AES_BLOCK_BYTES = 16;
    private static final int MAX_SIGNER_KEY_BYTES = 128;

    /**
     * @throws MalformedHashException if the lengths do not fit
     */
    static FirebaseHash of(
            ScryptParameters parameters,
            byte[] salt,
            byte[] separator,
            byte[] signerKey,
            byte[] hash)
            throws MalformedHashException {
        if (signerKey.length < AES_BLOCK_BYTES || signerKey.length > MAX_SIGNER_KEY_BYTES) {
            throw new MalformedHashException("signer key is not of 16 to 128 bytes");
        }
        if (hash.length != signerKey.length) {
            throw new MalformedHashException("hash is not as long as the signer key");
        }
        if (salt.length == 0) {
            throw new MalformedHashException("salt is empty");
        }
        byte[] whole = Arrays.copyOf(salt, salt.length + separator.length);
        System.arraycopy(separator, 0, whole, salt.length, separator.length);
        return new FirebaseHash(parameters, whole, signerKey, hash);
    }

    @Override
    public String algorithm() {
        return "scrypt-firebase";
    }

    @Override
    public String strength() {
        return parameters.strength();
    }

    @Override
    public long memoryBytes() {
        return parameters.memoryBytes();
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] key = parameters.derive(password, salt, AES_KEY_BYTES);
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new IvParameterSpec(new byte[AES_BLOCK_BYTES]));
            return MessageDigest.isEqual(hash, cipher.doFinal(signerKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK lacks AES-256 in counter mode", e);
        }
    }
}
