package io.authrealm.core.hash;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Digests, plain and salted, in the published strings of Ory Kratos and Django:
 *
 * <pre>
 * $md5$pf=template$salt$hash   Ory Kratos; the same for sha1, sha256 and the others
 * $md5$hash                    the password alone
 * md5$salt$hash                Django, MD5PasswordHasher: digest(salt + password); sha1 likewise
 * md5$$hash                    Django, without salt
 * </pre>
 *
 * <p>In Kratos's form all three fields are base64, with or without its padding. The template says
 * what is hashed, for instance {@code {SALT}-{PASSWORD}}: each {@code {PASSWORD}} and {@code
 * {SALT}} stands for itself, and every other byte too. In Django's form the salt is the text itself
 * and the hash hexadecimal.
 *
 * <p>A bare hexadecimal digest is no string of any format here: 32 digits may be MD5 or NTLM, 64
 * may be SHA-256 or a key of PBKDF2. NTLM is MD4 of the password in UTF-16, see {@link
 * PreHashFormat}. It becomes one with its name before it: {@code md5$$…} and {@code sha1$$…} here,
 * or {@code {SHA256}…} and {@code {SHA512}…} of {@link LdapFormat}, which takes hexadecimal as
 * well; a salted one takes the form of Kratos.
 */
final class DigestFormat implements HashFormat {

    // Others write sha256$salt$hash for an HMAC, so only Django's two are accepted.
    private static final List<DigestAlgorithm> DJANGO =
            List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA1);

    private static final String SALTED = "salted-";
    private static final String PASSWORD = "{PASSWORD}";
    private static final String SALT = "{SALT}";

    // Room for a fixed pepper beside the salt.
    private static final int MAX_TEMPLATE = 256;

    // Each one lets the password be hashed once more; real templates have one or two.
    private static final int MAX_PASSWORDS = 4;

    @Override
    public boolean claims(String encoded) {
        return kratos(encoded) != null || django(encoded) != null;
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        DigestAlgorithm kratos = kratos(encoded);
        if (kratos != null) {
            return parseKratos(kratos, new FieldReader(encoded).skip(kratosPrefix(kratos)));
        }
        DigestAlgorithm django = django(encoded);
        if (django != null) {
            return parseDjango(django, new FieldReader(encoded).skip(djangoPrefix(django)));
        }
        throw new MalformedHashException("the name of the digest is missing");
    }

    private static @Nullable DigestAlgorithm kratos(String encoded) {
        for (DigestAlgorithm digest : DigestAlgorithm.values()) {
            if (encoded.startsWith(kratosPrefix(digest))) {
                return digest;
            }
        }
        return null;
    }

    private static @Nullable DigestAlgorithm django(String encoded) {
        for (DigestAlgorithm digest : DJANGO) {
            if (encoded.startsWith(djangoPrefix(digest))) {
                return digest;
            }
        }
        return null;
    }

    private static String kratosPrefix(DigestAlgorithm digest) {
        return "$" + digest.label() + "$";
    }

    private static String djangoPrefix(DigestAlgorithm digest) {
        return digest.label() + "$";
    }

    private static EncodedHash parseKratos(DigestAlgorithm digest, FieldReader reader)
            throws MalformedHashException {
        if (!reader.skipIf("pf=")) {
            byte[] hash = Base64Forms.standard(reader.rest(), "hash");
            return DigestHash.saltBehind(digest.label(), digest, new byte[0], hash);
        }
        byte[] template = Base64Forms.standard(reader.upTo('$', "template"), "template");
        byte[] salt = Base64Forms.standard(reader.upTo('$', "salt"), "salt");
        byte[] hash = Base64Forms.standard(reader.rest(), "hash");
        requireSalt(salt);
        return DigestHash.of(SALTED + digest.label(), digest, pieces(template, salt), hash);
    }

    private static EncodedHash parseDjango(DigestAlgorithm digest, FieldReader reader)
            throws MalformedHashException {
        String salt = reader.upTo('$', "salt");
        if (!salt.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new MalformedHashException("salt is not printable ASCII");
        }
        byte[] saltBytes = salt.getBytes(StandardCharsets.US_ASCII);
        requireSalt(saltBytes);
        byte[] hash;
        try {
            hash = HexFormat.of().parseHex(reader.rest());
        } catch (IllegalArgumentException e) {
            throw new MalformedHashException("hash is not hexadecimal");
        }
        String algorithm = salt.isEmpty() ? digest.label() : SALTED + digest.label();
        return DigestHash.of(algorithm, digest, List.of(saltBytes, new byte[0]), hash);
    }

    static void requireSalt(byte[] salt) throws MalformedHashException {
        if (salt.length > DigestHash.MAX_SALT) {
            throw new MalformedHashException(
                    "salt is longer than " + DigestHash.MAX_SALT + " bytes");
        }
    }

    static List<byte[]> pieces(byte[] template, byte[] salt) throws MalformedHashException {
        if (template.length > MAX_TEMPLATE) {
            throw new MalformedHashException("template is longer than " + MAX_TEMPLATE + " bytes");
        }
        // Template and salt are bytes; in this character set each byte is one character.
        String text = new String(template, StandardCharsets.ISO_8859_1);
        String saltText = new String(salt, StandardCharsets.ISO_8859_1);
        // Split first, so that a salt that looks like a placeholder is not treated as one.
        String[] parts = text.split(Pattern.quote(PASSWORD), -1);
        if (parts.length < 2 || parts.length > MAX_PASSWORDS + 1) {
            throw new MalformedHashException(
                    "template does not name the password 1 to " + MAX_PASSWORDS + " times");
        }
        List<byte[]> pieces = new ArrayList<>();
        for (String part : parts) {
            pieces.add(part.replace(SALT, saltText).getBytes(StandardCharsets.ISO_8859_1));
        }
        return List.copyOf(pieces);
    }
}
