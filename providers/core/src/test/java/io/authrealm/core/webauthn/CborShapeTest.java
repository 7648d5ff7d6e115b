package io.authrealm.core.webauthn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CborShapeTest {

    private static final byte[] NUMBER = Cbor.number(1);

    static Stream<byte[]> whatAuthenticatorsSend() {
        return Stream.of(
                NUMBER,
                Cbor.number(-257),
                Cbor.number(1000),
                Cbor.bytes(new byte[300]),
                Cbor.text("packed"),
                Cbor.array(),
                Cbor.array(NUMBER, Cbor.text("ü"), Cbor.array(Cbor.bytes(new byte[3]))),
                Cbor.map(Cbor.number(1), Cbor.number(2), Cbor.number(-1), Cbor.number(2)),
                Cbor.raw(0xf4),
                Cbor.raw(0xf5),
                Cbor.raw(0xf6),
                Cbor.raw(0xfa, 0x47, 0xc3, 0x50, 0x00),
                nested(12),
                Cbor.array(items(2047)));
    }

    @ParameterizedTest
    @MethodSource("whatAuthenticatorsSend")
    void itemsEndAfterTheirLastByte(byte[] item) {
        byte[] amongOthers = Cbor.join(new byte[3], item, new byte[2]);

        assertThat(CborShape.end(item, 0)).contains(item.length);
        assertThat(CborShape.end(amongOthers, 3)).contains(3 + item.length);
    }

    @ParameterizedTest
    @MethodSource("whatAuthenticatorsSend")
    void noPrefixOfAnItemPasses(byte[] item) {
        for (int length = 0; length < item.length; length++) {
            assertThat(CborShape.end(Arrays.copyOf(item, length), 0)).isEmpty();
        }
    }

    static Stream<byte[]> bombs() {
        return Stream.of(
                nested(13),
                nested(20_000),
                Cbor.array(items(2048)),
                // A map and an array of 2^32 - 1 items, and of 2^64 - 1.
                Cbor.raw(0xba, 0xff, 0xff, 0xff, 0xff),
                Cbor.raw(0x9a, 0xff, 0xff, 0xff, 0xff),
                Cbor.raw(0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
                Cbor.raw(0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
                // Strings that are longer than the data, the second one with a negative length.
                Cbor.raw(0x5a, 0x7f, 0xff, 0xff, 0xff, 1),
                Cbor.raw(0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
                // Lengths that are not known in advance.
                Cbor.raw(0x5f, 0x41, 1, 0xff),
                Cbor.raw(0x7f, 0x61, 'a', 0xff),
                Cbor.raw(0x9f, 1, 0xff),
                Cbor.raw(0xbf, 1, 1, 0xff),
                Cbor.raw(0xff),
                // Arguments without a meaning, simple values, and a tag.
                Cbor.raw(0x1c),
                Cbor.raw(0xe0),
                Cbor.raw(0xf8, 0x20),
                Cbor.raw(0xc0, 1),
                // One key twice.
                Cbor.map(NUMBER, NUMBER, NUMBER, Cbor.number(2)));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void bombsAreRefused(byte[] bomb) {
        assertThat(CborShape.end(bomb, 0)).isEmpty();
        assertThat(CborShape.end(Cbor.array(bomb), 0)).isEmpty();
        assertThat(CborShape.end(Cbor.map(NUMBER, bomb), 0)).isEmpty();
        assertThat(CborShape.end(Cbor.map(bomb, NUMBER), 0)).isEmpty();
    }

    @Test
    void randomBytesNeverFailOtherwise() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            byte[] data = new byte[random.nextInt(64)];
            random.nextBytes(data);

            int length = data.length;
            assertThat(CborShape.end(data, 0)).matches(end -> end.orElse(0) <= length);
            assertThat(CborShape.bytesOf(data, "authData")).isEmpty();
        }
    }

    @Test
    void theNamedBytesOfAMapAreFound() {
        byte[] value = {1, 2, 3};
        byte[] map =
                Cbor.map(
                        Cbor.number(-1),
                        Cbor.map(Cbor.text("b"), Cbor.bytes(new byte[1])),
                        Cbor.text("a"),
                        Cbor.text("b"),
                        Cbor.text("b"),
                        Cbor.bytes(value));

        assertThat(CborShape.bytesOf(map, "b")).contains(value);
        assertThat(CborShape.bytesOf(map, "a")).isEmpty();
        assertThat(CborShape.bytesOf(map, "c")).isEmpty();
        assertThat(CborShape.bytesOf(Cbor.join(map, NUMBER), "b")).isEmpty();
        assertThat(CborShape.bytesOf(Cbor.array(map), "b")).isEmpty();
        assertThat(CborShape.bytesOf(new byte[0], "b")).isEmpty();
    }

    private static byte[] nested(int depth) {
        byte[] arrays = new byte[depth + 1];
        Arrays.fill(arrays, 0, depth, Cbor.head(4, 1)[0]);
        arrays[depth] = NUMBER[0];
        return arrays;
    }

    private static byte[][] items(int count) {
        byte[][] items = new byte[count][];
        Arrays.fill(items, NUMBER);
        return items;
    }
}
