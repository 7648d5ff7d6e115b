package io.authrealm.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.api.Test;

final class Blake2bTest {

    private final Blake2b blake = new Blake2b();

    /** RFC 7693, appendix A. */
    @Test
    void yieldsTheDigestOfTheRfc() {
        assertThat(HexFormat.of().formatHex(digest("abc".getBytes(StandardCharsets.US_ASCII), 64)))
                .isEqualTo(
                        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
    }

    @Test
    void agreesWithBouncyCastleForEveryDigestLength() {
        Random random = new Random(7693);
        for (int length = 1; length <= Blake2b.MAX_DIGEST; length++) {
            byte[] input = new byte[random.nextInt(600)];
            random.nextBytes(input);
            assertThat(digest(input, length)).as("%d", length).isEqualTo(expected(input, length));
        }
    }

    @Test
    void agreesWithBouncyCastleForEveryInputLength() {
        for (int length = 0; length <= 400; length++) {
            byte[] input = new byte[length];
            new Random(length).nextBytes(input);
            assertThat(digest(input, 64)).as("%d", length).isEqualTo(expected(input, 64));
        }
    }

    @Test
    void doesNotCareHowItsInputIsCut() {
        byte[] input = new byte[1000];
        new Random(1).nextBytes(input);
        for (int piece : new int[] {1, 3, 127, 128, 129, 256, 999}) {
            blake.start(32);
            for (int at = 0; at < input.length; at += piece) {
                blake.update(input, at, Math.min(piece, input.length - at));
            }
            byte[] digest = new byte[32];
            blake.finish(digest, 0);
            assertThat(digest).as("%d", piece).isEqualTo(expected(input, 32));
        }
    }

    @Test
    void takesNumbersWithTheLowestByteFirst() {
        byte[] filled = new byte[126];
        byte[] digest = new byte[64];
        blake.start(64);
        blake.update(filled);
        blake.updateInt(0x04030201);
        blake.finish(digest, 0);

        byte[] input = new byte[130];
        for (int i = 1; i <= 4; i++) {
            input[125 + i] = (byte) i;
        }
        assertThat(digest).isEqualTo(expected(input, 64));
    }

    private byte[] digest(byte[] input, int length) {
        byte[] digest = new byte[length];
        blake.start(length);
        blake.update(input);
        blake.finish(digest, 0);
        return digest;
    }

    private static byte[] expected(byte[] input, int length) {
        Blake2bDigest reference = new Blake2bDigest(8 * length);
        reference.update(input, 0, input.length);
        byte[] digest = new byte[length];
        reference.doFinal(digest, 0);
        return digest;
    }
}
