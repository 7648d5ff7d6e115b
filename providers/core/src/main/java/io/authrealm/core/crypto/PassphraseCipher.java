package io.authrealm.core.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Text that was encrypted with a passphrase in the form of {@code openssl enc -aes-256-cbc -md md5
 * -a}: base64 of the word {@code Salted__}, a salt of eight bytes, and the ciphertext of
 * AES-256-CBC. Key and IV come from the passphrase by one round of MD5 each.
 *
 * <p>The form is weak, and authenticates nothing. It hides a text from those who may read the
 * traffic behind the end of TLS, and no more. So a text that decrypts is no proof that its sender
 * has the passphrase.
 */
public final class PassphraseCipher {

    /** Base64 of {@code Salted__}, without its last, incomplete group. */
    public static final String PREFIX = "U2FsdGVkX1";

    private static final byte[] MAGIC = "Salted__".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 8;
    private static final int BLOCK_BYTES = 16;
    private static final int KEY_BYTES = 32;

    private final byte[] passphrase;

    public PassphraseCipher(String passphrase) {
        this.passphrase = passphrase.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The text; nothing if {@code encrypted} has another form, or another passphrase. A message is
     * taken in one spelling only, so that a caller can tell messages apart by their texts.
     */
    public Optional<String> decrypt(String encrypted) {
        byte[] message;
        try {
            message = Base64.getDecoder().decode(encrypted);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int headerBytes = MAGIC.length + SALT_BYTES;
        boolean isOfTheForm =
                Base64.getEncoder().encodeToString(message).equals(encrypted)
                        && message.length > headerBytes
                        && (message.length - headerBytes) % BLOCK_BYTES == 0
                        && Arrays.equals(MAGIC, Arrays.copyOf(message, MAGIC.length));
        if (!isOfTheForm) {
            return Optional.empty();
        }
        byte[] derived = derive(Arrays.copyOfRange(message, MAGIC.length, headerBytes));
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(derived, 0, KEY_BYTES, "AES"),
                    new IvParameterSpec(derived, KEY_BYTES, BLOCK_BYTES));
            return Optional.of(
                    utf8(cipher.doFinal(message, headerBytes, message.length - headerBytes)));
        } catch (GeneralSecurityException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** The key and the IV, one after the other. */
    private byte[] derive(byte[] salt) {
        byte[] derived = new byte[KEY_BYTES + BLOCK_BYTES];
        byte[] last = {};
        for (int i = 0; i < derived.length; i += last.length) {
            MessageDigest md5 = md5();
            md5.update(last);
            md5.update(passphrase);
            md5.update(salt);
            last = md5.digest();
            System.arraycopy(last, 0, derived, i, last.length);
        }
        return derived;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    /** Hides the passphrase. */
    @Override
    public String toString() {
        return "PassphraseCipher";
    }
}
