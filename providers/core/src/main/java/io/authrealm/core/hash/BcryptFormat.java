package io.authrealm.core.hash;

/**
 * bcrypt as crypt(3) writes it: {@code $2<variant>$<cost>$<salt><hash>} with two digits of cost, 22
 * characters of salt and 31 of hash in bcrypt's own base64.
 *
 * <p>The variants a (the first), b (OpenBSD since 2014) and y (crypt_blowfish, PHP) are the same
 * function for passwords in UTF-8. They differed in two points: a counter that overflowed at 255
 * bytes in OpenBSD's a, which is not reproduced, and a counter-measure in crypt_blowfish's a that
 * affects only passwords with a byte 0xff. x marks hashes of crypt_blowfish before version 1.1,
 * which are different for every password that is not ASCII.
 */
final class BcryptFormat implements HashFormat {

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith("$2");
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        return BcryptHash.parse(encoded);
    }
}
