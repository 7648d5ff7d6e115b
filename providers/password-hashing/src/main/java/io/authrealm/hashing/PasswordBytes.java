package io.authrealm.hashing;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A password as the bytes that are hashed. */
final class PasswordBytes {

    /** Four bytes for each of the 4096 characters that a password may have. */
    private static final int MAX_BYTES = 16384;

    private PasswordBytes() {}

    /**
     * The password in UTF-8.
     *
     * @return empty for one that is no Unicode text (a lone surrogate, which encoders replace by
     *     the same sign for all of them), or too long to be a password
     */
    static Optional<byte[]> of(String password) {
        if (password == null || password.length() > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            ByteBuffer encoded =
                    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            encoded.clear().put(new byte[encoded.capacity()]);
            return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(bytes);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
