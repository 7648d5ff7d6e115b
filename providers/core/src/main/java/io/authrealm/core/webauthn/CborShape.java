package io.authrealm.core.webauthn;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Walks CBOR (RFC 8949) without building anything of it, so that a few bytes cannot make a parser
 * allocate a lot or recurse deeply.
 *
 * <p>Only what authenticators send passes (CTAP 2, canonical CBOR): lengths that are known in
 * advance and lie within the data, no tags, no key twice in a map. Nesting and the number of items
 * are limited.
 */
final class CborShape {

    private static final int MAX_DEPTH = 12;
    private static final int MAX_ITEMS = 2048;

    private static final int UNSIGNED = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    private static final int LARGEST_INLINE = 23;
    private static final int LARGEST_WITH_BYTES = 27;
    private static final int FIRST_CONSTANT = 20;
    private static final int FIRST_FLOAT = 25;

    /** The data is not the CBOR that is expected. */
    private static final class MisshapenException extends Exception {

        private static final long serialVersionUID = 1L;

        MisshapenException() {
            super(null, null, false, false);
        }
    }

    /** What an item begins with: its major type, and its length, its number or its value. */
    private record Head(int type, long argument) {}

    private final byte[] data;
    private int at;
    private int items;

    private CborShape(byte[] data, int start) {
        this.data = data;
        this.at = start;
    }

    /** Returns the index after the item that begins at {@code start}; empty if it is misshapen. */
    static Optional<Integer> end(byte[] data, int start) {
        CborShape shape = new CborShape(data, start);
        try {
            shape.item(0);
            return Optional.of(shape.at);
        } catch (MisshapenException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the byte string {@code name} of the map that {@code data} consists of; empty if the
     * data is anything else, or misshapen.
     */
    static Optional<byte[]> bytesOf(byte[] data, String name) {
        if (end(data, 0).filter(end -> end == data.length).isEmpty()) {
            return Optional.empty();
        }
        try {
            return new CborShape(data, 0).member(name);
        } catch (MisshapenException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> member(String name) throws MisshapenException {
        Head map = head();
        if (map.type() != MAP) {
            return Optional.empty();
        }
        byte[] encodedName = encoded(name);
        for (long i = 0; i < map.argument(); i++) {
            int key = at;
            item(1);
            boolean isRequested = Arrays.equals(data, key, at, encodedName, 0, encodedName.length);
            int value = at;
            item(1);
            if (isRequested) {
                return new CborShape(data, value).bytes();
            }
        }
        return Optional.empty();
    }

    private static byte[] encoded(String shortAscii) {
        byte[] encoded = new byte[1 + shortAscii.length()];
        encoded[0] = (byte) (TEXT << 5 | shortAscii.length());
        for (int i = 0; i < shortAscii.length(); i++) {
            encoded[1 + i] = (byte) shortAscii.charAt(i);
        }
        return encoded;
    }

    private Optional<byte[]> bytes() throws MisshapenException {
        Head head = head();
        return head.type() == BYTES
                ? Optional.of(Arrays.copyOfRange(data, at, at + (int) head.argument()))
                : Optional.empty();
    }

    private void item(int depth) throws MisshapenException {
        items++;
        if (depth > MAX_DEPTH || items > MAX_ITEMS) {
            throw new MisshapenException();
        }
        Head head = head();
        switch (head.type()) {
            case UNSIGNED, NEGATIVE -> {
                // The head holds the number.
            }
            case BYTES, TEXT -> skip(head.argument());
            case ARRAY -> {
                checkCount(head.argument());
                for (long i = 0; i < head.argument(); i++) {
                    item(depth + 1);
                }
            }
            case MAP -> map(head.argument(), depth);
            case TAG -> throw new MisshapenException();
            default -> {
                // The head holds the constant or the floating-point number.
            }
        }
    }

    private void map(long pairs, int depth) throws MisshapenException {
        checkCount(pairs);
        Set<ByteBuffer> keys = new HashSet<>();
        for (long i = 0; i < pairs; i++) {
            int key = at;
            item(depth + 1);
            if (!keys.add(ByteBuffer.wrap(data, key, at - key))) {
                throw new MisshapenException();
            }
            item(depth + 1);
        }
    }

    private void checkCount(long count) throws MisshapenException {
        if (count < 0 || count > MAX_ITEMS) {
            throw new MisshapenException();
        }
    }

    private void skip(long length) throws MisshapenException {
        if (length < 0 || length > data.length - at) {
            throw new MisshapenException();
        }
        at += (int) length;
    }

    private Head head() throws MisshapenException {
        int first = next();
        int type = first >> 5;
        int argument = first & 0x1f;
        if (argument > LARGEST_WITH_BYTES) {
            // 28 to 30 mean nothing, and 31 is a length that is not known in advance.
            throw new MisshapenException();
        }
        if (type > TAG) {
            checkConstant(argument);
        }
        if (argument <= LARGEST_INLINE) {
            return new Head(type, argument);
        }
        long value = 0;
        for (int i = 1 << (argument - LARGEST_INLINE - 1); i > 0; i--) {
            value = value << 8 | next();
        }
        return new Head(type, value);
    }

    private static void checkConstant(int argument) throws MisshapenException {
        boolean isConstant = argument >= FIRST_CONSTANT && argument <= LARGEST_INLINE;
        if (!isConstant && argument < FIRST_FLOAT) {
            throw new MisshapenException();
        }
    }

    private int next() throws MisshapenException {
        if (at >= data.length) {
            throw new MisshapenException();
        }
        return data[at++] & 0xff;
    }
}
