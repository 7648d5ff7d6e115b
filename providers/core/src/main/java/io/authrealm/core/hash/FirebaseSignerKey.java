package io.authrealm.core.hash;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signer key of a project, for Firebase's variant of scrypt: the output of scrypt is an AES-256
 * key, and the hash is the signer key encrypted with it in counter mode from a counter of zero.
 */
record FirebaseSignerKey(byte[] bytes) {

    private static final int AES_KEY_BYTES = 32;
    private static final int AES_BLOCK_BYTES = 16;
    private static final int MAX_BYTES = 128;

    /**
     * @throws MalformedHashException if the length does not fit
     */
    static FirebaseSignerKey of(byte[] bytes) throws MalformedHashException {
        if (bytes.length < AES_BLOCK_BYTES || bytes.length > MAX_BYTES) {
            throw new MalformedHashException("signer key is not of 16 to 128 bytes");
        }
        return new FirebaseSignerKey(bytes);
    }

    /**
     * @param salt the user's
     * @param separator the project's, which scrypt takes as the end of the salt
     * @throws MalformedHashException if the lengths do not fit
     */
    ScryptHash hash(ScryptParameters parameters, byte[] salt, byte[] separator, byte[] hash)
            throws MalformedHashException {
        if (hash.length != bytes.length) {
            throw new MalformedHashException("hash is not as long as the signer key");
        }
        if (salt.length == 0) {
            throw new MalformedHashException("salt is empty");
        }
        byte[] whole = Arrays.copyOf(salt, salt.length + separator.length);
        System.arraycopy(separator, 0, whole, salt.length, separator.length);
        return new ScryptHash(
                "scrypt-firebase", parameters, whole, AES_KEY_BYTES, this::encrypted, hash);
    }

    private byte[] encrypted(byte[] aesKey) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(aesKey, "AES"),
                    new IvParameterSpec(new byte[AES_BLOCK_BYTES]));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK lacks AES-256 in counter mode", e);
        }
    }
}
