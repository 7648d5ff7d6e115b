package io.authrealm.core.webauthn;

/** Authenticator data as authenticators write it. */
final class AuthenticatorData {

    static final int USER_PRESENT = 0x01;
    static final int USER_VERIFIED = 0x04;
    static final int BACKUP_ELIGIBLE = 0x08;
    static final int BACKED_UP = 0x10;
    static final int HAS_CREDENTIAL = 0x40;
    static final int HAS_EXTENSIONS = 0x80;

    private AuthenticatorData() {}

    static byte[] of(int flags, int counter, byte[]... rest) {
        return Cbor.join(
                new byte[32],
                Cbor.raw(flags, counter >> 24, counter >> 16, counter >> 8, counter),
                Cbor.join(rest));
    }

    /** A new credential whose id has {@code idLength} bytes. */
    static byte[] credential(int idLength) {
        return Cbor.join(
                new byte[16],
                Cbor.raw(idLength >> 8, idLength),
                new byte[idLength],
                Cbor.map(
                        Cbor.number(1), Cbor.number(2),
                        Cbor.number(3), Cbor.number(-7),
                        Cbor.number(-1), Cbor.number(1),
                        Cbor.number(-2), Cbor.bytes(new byte[32]),
                        Cbor.number(-3), Cbor.bytes(new byte[32])));
    }

    static byte[] attestationObject(byte[] authenticatorData) {
        return Cbor.map(
                Cbor.text("fmt"), Cbor.text("none"),
                Cbor.text("attStmt"), Cbor.map(),
                Cbor.text("authData"), Cbor.bytes(authenticatorData));
    }
}
