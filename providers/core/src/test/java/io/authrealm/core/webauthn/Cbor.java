package io.authrealm.core.webauthn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes CBOR: each method returns one item, or the head of one. */
final class Cbor {

    private static final int ONE_BYTE = 24;
    private static final int TWO_BYTES = 25;

    private Cbor() {}

    static byte[] number(int value) {
        return value < 0 ? head(1, -1 - value) : head(0, value);
    }

    static byte[] bytes(byte[] value) {
        return join(head(2, value.length), value);
    }

    static byte[] text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return join(head(3, utf8.length), utf8);
    }

    static byte[] array(byte[]... items) {
        return join(head(4, items.length), join(items));
    }

    /** A map of keys and values in turn. */
    static byte[] map(byte[]... keysAndValues) {
        return join(head(5, keysAndValues.length / 2), join(keysAndValues));
    }

    static byte[] head(int majorType, int argument) {
        int type = majorType << 5;
        if (argument < ONE_BYTE) {
            return raw(type | argument);
        }
        return argument < 256
                ? raw(type | ONE_BYTE, argument)
                : raw(type | TWO_BYTES, argument >> 8, argument);
    }

    static byte[] raw(int... bytes) {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        return raw;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
