package io.authrealm.core.hash;

import java.util.function.UnaryOperator;

/**
 * Hashes of hashes, in a form of this pack's own, for people who once wrapped their old hashes into
 * better ones: {@code $pre$<digest>-<encoding>$<encoded>}.
 *
 * <p>{@code $pre$utf16le$<encoded>} and {@code $pre$latin1$<encoded>} are hashes of a password that
 * was turned into bytes in another way than UTF-8. Latin-1 is what Node writes under that name: the
 * lower byte of each UTF-16 code unit.
 *
 * <p>The digest is md5, sha1, sha256 or sha512; the encoding hex (lower case), base64 (RFC 4648,
 * section 4, with padding) or raw (the bytes themselves); what follows is any other encoded hash,
 * as it is, with its own leading {@code $} if it has one. {@code $pre$md5-hex$$2b$10$...} is bcrypt
 * of the 32 digits that MD5 of the password is written with. What follows may be such a string
 * again, once: {@code $pre$md5-hex$$pre$sha256-base64$$2b$...} takes MD5, then SHA-256, then
 * bcrypt.
 *
 * <p>A raw digest may have NUL bytes in it. bcrypt in C and in PHP ends the password there; such
 * hashes are not reproduced.
 */
final class PreHashFormat implements HashFormat {

    private static final String PREFIX = "$pre$";

    private final HashFormat inner;

    /**
     * @param inner the formats that may be wrapped
     */
    PreHashFormat(HashFormat inner) {
        this.inner = inner;
    }

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith(PREFIX);
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded).skip(PREFIX);
        String outerName = reader.upTo('$', "digest");
        UnaryOperator<byte[]> preHash = preHash(outerName);
        if (!reader.skipIf(PREFIX)) {
            return wrap(outerName, preHash, inner.parse(reader.rest()));
        }
        String innerName = reader.upTo('$', "digest");
        UnaryOperator<byte[]> second = preHash(innerName);
        return wrap(
                outerName + "," + innerName,
                password -> second.apply(preHash.apply(password)),
                inner.parse(reader.rest()));
    }

    private static EncodedHash wrap(String names, UnaryOperator<byte[]> preHash, EncodedHash hash) {
        return PreHashedHash.of(
                "prehashed-" + hash.algorithm(), names + "," + hash.strength(), preHash, hash);
    }

    private static UnaryOperator<byte[]> preHash(String name) throws MalformedHashException {
        if (name.equals("utf16le")) {
            return PreHash::utf16le;
        }
        if (name.equals("latin1")) {
            return PreHash::latin1;
        }
        int dash = name.indexOf('-');
        if (dash < 0) {
            throw new MalformedHashException("pre-hash without an encoding");
        }
        UnaryOperator<byte[]> encoding =
                switch (name.substring(dash + 1)) {
                    case "hex" -> PreHash::hex;
                    case "base64" -> PreHash::base64;
                    case "raw" -> bytes -> bytes;
                    default -> throw new MalformedHashException("pre-hash in an unknown encoding");
                };
        DigestAlgorithm digest =
                switch (name.substring(0, dash)) {
                    case "md5" -> DigestAlgorithm.MD5;
                    case "sha1" -> DigestAlgorithm.SHA1;
                    case "sha256" -> DigestAlgorithm.SHA256;
                    case "sha512" -> DigestAlgorithm.SHA512;
                    default -> throw new MalformedHashException("pre-hash with an unknown digest");
                };
        return PreHash.digest(digest, encoding);
    }
}
