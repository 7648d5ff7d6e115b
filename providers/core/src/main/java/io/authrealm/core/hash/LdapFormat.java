package io.authrealm.core.hash;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Strings that begin with a scheme in braces, as directories keep them in {@code userPassword} (RFC
 * 2307, section 5.3; OpenLDAP and its contributed modules; Dovecot; Spring Security). The scheme's
 * case does not matter.
 *
 * <pre>
 * {MD5} {SHA} {SHA256} {SHA384} {SHA512}         base64 or hexadecimal of digest(password)
 * {SMD5} {SSHA} {SSHA256} {SSHA384} {SSHA512}    base64 of digest(password + salt) + salt,
 *                                                the salt of 1 to 64 bytes
 * {CRYPT}                                        what crypt(3) writes: $1$ $5$ $6$ $2y$ or DES
 * {MD5-CRYPT} {SHA256-CRYPT} {SHA512-CRYPT}      one of these, as Dovecot writes it
 * {BLF-CRYPT} {BCRYPT}                           $2y$ and its like; Dovecot's and Spring's name
 * {ARGON2} {ARGON2I} {ARGON2ID}                  $argon2…
 * {PBKDF2} {PBKDF2-SHA1} {PBKDF2-SHA256} {PBKDF2-SHA512}
 *                                                rounds$salt$key, in adapted base64
 * {PKCS5S2}                                      base64 of 16 bytes of salt and 32 of PBKDF2 with
 *                                                SHA-1 and 10000 rounds, Atlassian's
 * </pre>
 *
 * <p>{@code {SHA}} is SHA-1. Base64 is taken with or without its padding. Hexadecimal (Passlib's
 * ldap_hex_md5 and ldap_hex_sha1) is told from base64 by its length; it is the way to write a bare
 * hexadecimal digest from another database.
 */
final class LdapFormat implements HashFormat {

    private static final Map<String, DigestAlgorithm> PLAIN =
            Map.of(
                    "MD5", DigestAlgorithm.MD5,
                    "SHA", DigestAlgorithm.SHA1,
                    "SHA256", DigestAlgorithm.SHA256,
                    "SHA384", DigestAlgorithm.SHA384,
                    "SHA512", DigestAlgorithm.SHA512);

    private static final Map<String, DigestAlgorithm> SALTED =
            Map.of(
                    "SMD5", DigestAlgorithm.MD5,
                    "SSHA", DigestAlgorithm.SHA1,
                    "SSHA256", DigestAlgorithm.SHA256,
                    "SSHA384", DigestAlgorithm.SHA384,
                    "SSHA512", DigestAlgorithm.SHA512);

    // The same strings in Passlib's own notation, which has its prefix instead of the scheme.
    private static final Map<String, String> PBKDF2 =
            Map.of(
                    "PBKDF2", "$pbkdf2$",
                    "PBKDF2-SHA1", "$pbkdf2$",
                    "PBKDF2-SHA256", "$pbkdf2-sha256$",
                    "PBKDF2-SHA512", "$pbkdf2-sha512$");

    private static final String ATLASSIAN = "PKCS5S2";
    private static final int ATLASSIAN_SALT = 16;
    private static final int ATLASSIAN_KEY = 32;
    private static final int ATLASSIAN_ITERATIONS = 10_000;

    private final Map<String, HashFormat> nested;
    private final HashFormat pbkdf2;

    /**
     * None of these formats parses strings in braces, so there is never more than one scheme.
     *
     * @param crypt parses what follows {@code {CRYPT}}; DES needs no parser
     * @param bcrypt reads {@code $2y$} and its like
     * @param argon2 reads {@code $argon2…}
     * @param pbkdf2 reads Passlib's {@code $pbkdf2…}
     */
    LdapFormat(HashFormat crypt, HashFormat bcrypt, HashFormat argon2, HashFormat pbkdf2) {
        this.pbkdf2 = pbkdf2;
        List<HashFormat> anyCrypt = List.of(crypt, bcrypt, new DesCryptFormat());
        nested =
                Map.ofEntries(
                        Map.entry("CRYPT", new FirstFormat(anyCrypt)),
                        Map.entry("MD5-CRYPT", crypt),
                        Map.entry("SHA256-CRYPT", crypt),
                        Map.entry("SHA512-CRYPT", crypt),
                        Map.entry("BLF-CRYPT", bcrypt),
                        Map.entry("BCRYPT", bcrypt),
                        Map.entry("ARGON2", argon2),
                        Map.entry("ARGON2I", argon2),
                        Map.entry("ARGON2ID", argon2));
    }

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith("{");
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded).skip("{");
        String scheme = scheme(reader.upTo('}', "scheme"));
        String value = reader.rest();
        String algorithm = "ldap-" + scheme.toLowerCase(Locale.ROOT);
        if (PLAIN.containsKey(scheme)) {
            DigestAlgorithm digest = PLAIN.get(scheme);
            return DigestHash.saltBehind(algorithm, digest, new byte[0], plain(value, digest));
        }
        if (SALTED.containsKey(scheme)) {
            return salted(algorithm, SALTED.get(scheme), value);
        }
        if (PBKDF2.containsKey(scheme)) {
            return pbkdf2.parse(PBKDF2.get(scheme) + value);
        }
        if (scheme.equals(ATLASSIAN)) {
            return atlassian(value);
        }
        if (nested.containsKey(scheme)) {
            return nested.get(scheme).parse(value);
        }
        throw new MalformedHashException("unknown scheme in braces");
    }

    private static String scheme(String text) throws MalformedHashException {
        // The upper case of some letters beyond ASCII is an ASCII letter.
        if (!text.chars().allMatch(c -> c < 0x80)) {
            throw new MalformedHashException("unknown scheme in braces");
        }
        return text.toUpperCase(Locale.ROOT);
    }

    private static byte[] plain(String value, DigestAlgorithm digest)
            throws MalformedHashException {
        if (value.length() != 2 * digest.length()) {
            return Base64Forms.standard(value, "hash");
        }
        try {
            return HexFormat.of().parseHex(value);
        } catch (IllegalArgumentException e) {
            throw new MalformedHashException("hash is not hexadecimal");
        }
    }

    private static DigestHash salted(String algorithm, DigestAlgorithm digest, String value)
            throws MalformedHashException {
        byte[] bytes = Base64Forms.standard(value, "hash");
        int saltLength = bytes.length - digest.length();
        if (saltLength < 1 || saltLength > DigestHash.MAX_SALT) {
            throw new MalformedHashException(
                    "hash is not followed by 1 to " + DigestHash.MAX_SALT + " bytes of salt");
        }
        return DigestHash.saltBehind(
                algorithm,
                digest,
                Arrays.copyOfRange(bytes, digest.length(), bytes.length),
                Arrays.copyOf(bytes, digest.length()));
    }

    private static EncodedHash atlassian(String value) throws MalformedHashException {
        byte[] bytes = Base64Forms.standard(value, "hash");
        if (bytes.length != ATLASSIAN_SALT + ATLASSIAN_KEY) {
            throw new MalformedHashException("hash is not of 48 bytes");
        }
        return Pbkdf2Hash.of(
                Pbkdf2Digest.SHA1,
                ATLASSIAN_ITERATIONS,
                Arrays.copyOf(bytes, ATLASSIAN_SALT),
                Arrays.copyOfRange(bytes, ATLASSIAN_SALT, bytes.length));
    }
}
