package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HMACs of passwords with a key that is the same for all users, often called a pepper:
 *
 * <pre>
 * $hmac-sha256$hash$key                     Ory Kratos; the same for md5, sha1 and the others
 * $hmac-sha256$pf=template$salt$hash$key    of this pack's own, for HMACs with a salt
 * </pre>
 *
 * <p>All fields are base64, with or without its padding. Kratos writes the hash as the base64 of
 * its hexadecimal digits; here it may also be the base64 of its bytes. The template is that of
 * {@link DigestFormat}.
 */
final class HmacFormat implements HashFormat {

    private static final String PREFIX = "$hmac-";

    /** The names of Java. */
    private static final Map<DigestAlgorithm, String> MACS =
            Map.of(
                    DigestAlgorithm.MD5, "HmacMD5",
                    DigestAlgorithm.SHA1, "HmacSHA1",
                    DigestAlgorithm.SHA224, "HmacSHA224",
                    DigestAlgorithm.SHA256, "HmacSHA256",
                    DigestAlgorithm.SHA384, "HmacSHA384",
                    DigestAlgorithm.SHA512, "HmacSHA512");

    private static final int MAX_KEY = 512;
    private static final byte[] PASSWORD_ALONE = "{PASSWORD}".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] NOTHING = {};

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith(PREFIX);
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded).skip(PREFIX);
        DigestAlgorithm digest = DigestAlgorithm.of(reader.upTo('$', "digest"));
        String mac = digest == null ? null : MACS.get(digest);
        if (digest == null || mac == null) {
            throw new MalformedHashException("HMAC with an unknown digest");
        }
        byte[] template = PASSWORD_ALONE;
        byte[] salt = NOTHING;
        if (reader.skipIf("pf=")) {
            template = Base64Forms.standard(reader.upTo('$', "template"), "template");
            salt = Base64Forms.standard(reader.upTo('$', "salt"), "salt");
            DigestFormat.requireSalt(salt);
        }
        byte[] expected = expected(digest, reader.upTo('$', "hash"));
        byte[] key = Base64Forms.standard(reader.rest(), "key");
        if (key.length == 0 || key.length > MAX_KEY) {
            throw new MalformedHashException("key is not of 1 to " + MAX_KEY + " bytes");
        }
        List<byte[]> pieces = DigestFormat.pieces(template, salt);
        return new HmacHash("hmac-" + digest.label(), mac, key, pieces, expected);
    }

    private static byte[] expected(DigestAlgorithm digest, String field)
            throws MalformedHashException {
        byte[] bytes = Base64Forms.standard(field, "hash");
        byte[] expected = bytes.length == 2 * digest.length() ? fromHex(bytes) : bytes;
        if (expected == null || expected.length != digest.length()) {
            throw new MalformedHashException("hash is not as long as the digest");
        }
        return expected;
    }

    private static byte @Nullable [] fromHex(byte[] digits) {
        try {
            return HexFormat.of().parseHex(new String(digits, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
