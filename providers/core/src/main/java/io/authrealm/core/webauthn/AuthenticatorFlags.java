package io.authrealm.core.webauthn;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What an authenticator says about itself and its user in its authenticator data (WebAuthn 3,
 * section 6.1). Only a verified signature makes it true.
 *
 * @param userVerified whether the authenticator checked who the user is, by a PIN or a fingerprint
 * @param backupEligible whether the key can be copied to other devices; it never changes
 * @param backedUp whether the key is copied at the moment
 * @param counter how often the key has signed; 0 if the authenticator does not count
 */
public record AuthenticatorFlags(
        boolean userPresent,
        boolean userVerified,
        boolean backupEligible,
        boolean backedUp,
        long counter) {

    private static final int RP_ID_HASH = 32;
    private static final int COUNTER = RP_ID_HASH + 1;
    private static final int HEADER = COUNTER + 4;
    private static final int AAGUID = 16;

    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int BACKUP_ELIGIBLE = 0x08;
    private static final int BACKED_UP = 0x10;
    private static final int HAS_CREDENTIAL = 0x40;
    private static final int HAS_EXTENSIONS = 0x80;

    private static final long UNSIGNED_INT = 0xffff_ffffL;

    /**
     * Reads the authenticator data; empty if it is cut off, has bytes that belong to nothing, or
     * holds CBOR that no authenticator sends.
     */
    public static Optional<AuthenticatorFlags> read(byte[] authenticatorData) {
        if (authenticatorData.length < HEADER) {
            return Optional.empty();
        }
        int flags = authenticatorData[RP_ID_HASH];
        return endOfContents(authenticatorData, flags)
                .filter(end -> end == authenticatorData.length)
                .map(
                        end ->
                                new AuthenticatorFlags(
                                        (flags & USER_PRESENT) != 0,
                                        (flags & USER_VERIFIED) != 0,
                                        (flags & BACKUP_ELIGIBLE) != 0,
                                        (flags & BACKED_UP) != 0,
                                        ByteBuffer.wrap(authenticatorData).getInt(COUNTER)
                                                & UNSIGNED_INT));
    }

    private static Optional<Integer> endOfContents(byte[] data, int flags) {
        Optional<Integer> end =
                (flags & HAS_CREDENTIAL) == 0 ? Optional.of(HEADER) : endOfCredential(data);
        return (flags & HAS_EXTENSIONS) == 0 ? end : end.flatMap(at -> CborShape.end(data, at));
    }

    /** The model of the authenticator, the length of the id, the id, and the public key. */
    private static Optional<Integer> endOfCredential(byte[] data) {
        int id = HEADER + AAGUID + Short.BYTES;
        if (data.length < id) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(data).getShort(HEADER + AAGUID) & 0xffff;
        return length > PublicKeyJson.MAX_ID || length > data.length - id
                ? Optional.empty()
                : CborShape.end(data, id + length);
    }
}
