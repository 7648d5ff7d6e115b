package io.authrealm.core.text;

import java.util.Optional;

/**
 * The encoding of labels of domains that are not ASCII (RFC 3492), without the prefix. The JDK has
 * it only together with a mapping that this library must not apply.
 */
final class Punycode {

    private static final int BASE = 36;
    private static final int FIRST_THRESHOLD = 1;
    private static final int LAST_THRESHOLD = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST_CODE_POINT = 0x80;
    private static final char DELIMITER = '-';

    private Punycode() {}

    /** The length of the result is at most quadratic in that of the label, which callers limit. */
    static String encode(String label) {
        int[] points = label.codePoints().toArray();
        StringBuilder encoded = new StringBuilder();
        for (int point : points) {
            if (point < FIRST_CODE_POINT) {
                encoded.append((char) point);
            }
        }
        int basic = encoded.length();
        if (basic > 0) {
            encoded.append(DELIMITER);
        }
        int handled = basic;
        int next = FIRST_CODE_POINT;
        int delta = 0;
        int bias = FIRST_BIAS;
        while (handled < points.length) {
            int smallest = Integer.MAX_VALUE;
            for (int point : points) {
                if (point >= next && point < smallest) {
                    smallest = point;
                }
            }
            delta += (smallest - next) * (handled + 1);
            next = smallest;
            for (int point : points) {
                if (point < next) {
                    delta++;
                } else if (point == next) {
                    appendNumber(encoded, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            next++;
        }
        return encoded.toString();
    }

    private static void appendNumber(StringBuilder encoded, int number, int bias) {
        int rest = number;
        for (int k = BASE; ; k += BASE) {
            int threshold = threshold(k, bias);
            if (rest < threshold) {
                encoded.append(digit(rest));
                return;
            }
            encoded.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    /** Returns nothing if no label is encoded so. */
    static Optional<String> decode(String encoded) {
        int end = encoded.lastIndexOf(DELIMITER);
        StringBuilder label = new StringBuilder(end < 0 ? "" : encoded.substring(0, end));
        int count = label.length();
        long next = FIRST_CODE_POINT;
        long position = 0;
        int bias = FIRST_BIAS;
        int read = end < 0 ? 0 : end + 1;
        while (read < encoded.length()) {
            long before = position;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int value = read < encoded.length() ? valueOf(encoded.charAt(read)) : -1;
                read++;
                position += value * weight;
                if (value < 0 || position > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                int threshold = threshold(k, bias);
                if (value < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
            }
            count++;
            bias = adapt((int) (position - before), count, before == 0);
            next += position / count;
            position %= count;
            if (next > Character.MAX_CODE_POINT) {
                return Optional.empty();
            }
            label.insert(
                    label.offsetByCodePoints(0, (int) position), Character.toString((int) next));
            position++;
        }
        return Optional.of(label.toString());
    }

    private static int threshold(int k, int bias) {
        return Math.min(Math.max(k - bias, FIRST_THRESHOLD), LAST_THRESHOLD);
    }

    private static int adapt(int delta, int count, boolean isFirst) {
        int rest = isFirst ? delta / DAMP : delta / 2;
        rest += rest / count;
        int k = 0;
        while (rest > (BASE - FIRST_THRESHOLD) * LAST_THRESHOLD / 2) {
            rest /= BASE - FIRST_THRESHOLD;
            k += BASE;
        }
        return k + (BASE - FIRST_THRESHOLD + 1) * rest / (rest + SKEW);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    /** Returns -1 for what is no digit. */
    private static int valueOf(char digit) {
        if (digit >= 'a' && digit <= 'z') {
            return digit - 'a';
        }
        return digit >= '0' && digit <= '9' ? digit - '0' + 26 : -1;
    }
}
