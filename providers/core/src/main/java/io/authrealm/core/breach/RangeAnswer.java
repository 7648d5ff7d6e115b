package io.authrealm.core.breach;

import java.util.Arrays;
import java.util.Optional;

/**
 * A range of Have I Been Pwned: the hashes that begin with the requested five hex digits. Each row
 * has the other 35 digits and how often the hash was seen. Rows with a count of zero are padding
 * that hides the length of the answer, and are left out. @see <a
 * href="https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange">its interface</a>
 */
public final class RangeAnswer {

    /** The 35 digits of the suffix are half a byte more than 17. */
    private static final int SUFFIX_DIGITS = 35;

    private static final int SUFFIX_BYTES = 18;

    /** The shortest row: suffix, colon, a digit and the end of the line. */
    private static final int SHORTEST_ROW = SUFFIX_DIGITS + 3;

    private final byte[] suffixes;
    private final int[] counts;

    private RangeAnswer(byte[] suffixes, int[] counts) {
        this.suffixes = suffixes;
        this.counts = counts;
    }

    /**
     * Reads the body of an answer.
     *
     * @return empty if a row does not have the form {@code <35 hex digits>:<count>}, or if there is
     *     no row
     */
    public static Optional<RangeAnswer> parse(byte[] body) {
        int most = body.length / SHORTEST_ROW + 1;
        byte[] suffixes = new byte[most * SUFFIX_BYTES];
        int[] counts = new int[most];
        int rows = 0;
        int kept = 0;
        int at = 0;
        while (at < body.length) {
            int end = endOfRow(body, at);
            int count = count(body, at, end);
            if (count < 0 || !readSuffix(body, at, suffixes, kept * SUFFIX_BYTES)) {
                return Optional.empty();
            }
            rows++;
            if (count > 0) {
                counts[kept++] = count;
            }
            at = afterRow(body, end);
        }
        return rows == 0
                ? Optional.empty()
                : Optional.of(
                        new RangeAnswer(
                                Arrays.copyOf(suffixes, kept * SUFFIX_BYTES),
                                Arrays.copyOf(counts, kept)));
    }

    /** How often the password was seen; 0 if the range does not have it. */
    public int count(PasswordSha1 password) {
        byte[] sought = suffix(password.bytes());
        for (int row = 0; row < counts.length; row++) {
            int from = row * SUFFIX_BYTES;
            if (Arrays.equals(suffixes, from, from + SUFFIX_BYTES, sought, 0, SUFFIX_BYTES)) {
                return counts[row];
            }
        }
        return 0;
    }

    /** The size in memory, in bytes. */
    public int weight() {
        return suffixes.length + 4 * counts.length + 64;
    }

    /** The last 35 digits: half of the third byte, then the other 17. */
    private static byte[] suffix(byte[] sha1) {
        byte[] suffix = Arrays.copyOfRange(sha1, 2, sha1.length);
        suffix[0] &= 0x0f;
        return suffix;
    }

    private static int endOfRow(byte[] body, int from) {
        int at = from;
        while (at < body.length && body[at] != '\n' && body[at] != '\r') {
            at++;
        }
        return at;
    }

    private static int afterRow(byte[] body, int end) {
        int at = end;
        if (at < body.length && body[at] == '\r') {
            at++;
        }
        if (at < body.length && body[at] == '\n') {
            at++;
        }
        return at;
    }

    /** The number after the colon, up to the largest int; -1 if there is no such number. */
    private static int count(byte[] body, int from, int end) {
        int colon = from + SUFFIX_DIGITS;
        if (end - colon < 2 || end - colon > 16 || body[colon] != ':') {
            return -1;
        }
        long count = 0;
        for (int at = colon + 1; at < end; at++) {
            if (body[at] < '0' || body[at] > '9') {
                return -1;
            }
            count = count * 10 + body[at] - '0';
        }
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    private static boolean readSuffix(byte[] body, int from, byte[] to, int at) {
        to[at] = 0;
        for (int i = 0; i < SUFFIX_DIGITS; i++) {
            int digit = Character.digit(body[from + i], 16);
            if (digit < 0) {
                return false;
            }
            // The first digit is alone in the lower half of its byte.
            int position = at + (i + 1) / 2;
            to[position] = (byte) (i % 2 == 0 ? to[position] | digit : digit << 4);
        }
        return true;
    }
}
