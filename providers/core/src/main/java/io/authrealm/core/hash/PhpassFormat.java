package io.authrealm.core.hash;

import java.util.function.UnaryOperator;

/**
 * phpass's portable hashes (Openwall): {@code $P$} as WordPress before 6.8 and many others write
 * it, {@code $H$} as phpBB 3 does.
 *
 * <pre>
 * $P$ exponent salt hash      1, 8 and 22 characters of {@link CryptAlphabet}, nothing between them
 * </pre>
 *
 * <p>The construction is that of {@link StretchedHash} with MD5. Each of the two prefixes also
 * takes the password as its application gets it from the browser, see {@link PhpFormInput}; that is
 * tried second, and only for the few passwords that are changed by it.
 */
final class PhpassFormat implements HashFormat {

    private static final String WORDPRESS = "$P$";
    private static final String PHPBB = "$H$";

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith(WORDPRESS) || encoded.startsWith(PHPBB);
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded);
        boolean phpBb = reader.skipIf(PHPBB);
        if (!phpBb) {
            reader.skip(WORDPRESS);
        }
        DigestAlgorithm md5 = DigestAlgorithm.MD5;
        StretchedHash hash = StretchedHash.parse(reader, md5, md5.length() * 8);
        UnaryOperator<byte[]> formInput = phpBb ? PhpFormInput::phpBb : PhpFormInput::wordPress;
        return new PreHashedHash(
                hash.algorithm(),
                hash.strength(),
                password -> PhpFormInput.distinct(password, formInput.apply(password)),
                hash);
    }
}
