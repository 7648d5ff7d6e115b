package io.authrealm.core.hash;

import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;

/**
 * One run of an HMAC over the password with fixed bytes around it. Without the key nobody can try
 * passwords; the string has the key.
 *
 * @param mac as Java names it
 * @param pieces as in {@link DigestHash}
 */
record HmacHash(String algorithm, String mac, byte[] key, List<byte[]> pieces, byte[] expected)
        implements EncodedHash {

    @Override
    public String strength() {
        return "rounds=1";
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public boolean matches(byte[] password) {
        Mac state = PreHash.mac(mac, key);
        state.update(pieces.get(0));
        for (byte[] piece : pieces.subList(1, pieces.size())) {
            state.update(password);
            state.update(piece);
        }
        return MessageDigest.isEqual(state.doFinal(), expected);
    }
}
