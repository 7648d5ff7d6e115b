package io.authrealm.core.breach;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The key of a password at Have I Been Pwned: the SHA-1 of its UTF-8 bytes. To a guesser it is as
 * good as the password, so it is neither stored nor shown. Only {@link #prefix()} may leave the
 * server.
 */
public final class PasswordSha1 {

    private static final int PREFIX_DIGITS = 5;

    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final byte[] bytes;

    private PasswordSha1(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The SHA-1 of {@code password}, in which a lone surrogate counts as a question mark. */
    public static PasswordSha1 of(String password) {
        try {
            return new PasswordSha1(
                    MessageDigest.getInstance("SHA-1")
                            .digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The first five hex digits, in upper case: 20 bits, which a million passwords share. */
    public String prefix() {
        return UPPER.formatHex(bytes, 0, 3).substring(0, PREFIX_DIGITS);
    }

    /** A copy of all 20 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordSha1 that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SHA-1 of a password";
    }
}
