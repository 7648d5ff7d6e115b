package io.authrealm.core.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The characters of domains by UTS 46 in its nontransitional form, which browsers and registries
 * use. It is compatible normalization and full case folding, with the few exceptions below. The
 * JDK's own {@code java.net.IDN} is of 2003: it makes {@code strasse} of {@code straße}, which is
 * another domain.
 *
 * <p>Only letters, marks and digits are taken, and the few signs that names of some languages have.
 * What the JDK's version of Unicode does not know is in no name.
 */
final class DomainMapping {

    private static final int FIRST_NOT_ASCII = 0x80;

    /** Signs that RFC 5892 allows in names of Catalan, Greek, Hebrew and Japanese. */
    private static final Set<Integer> SIGNS = Set.of(0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB);

    /** They stand for the full stop. */
    private static final Set<Integer> STOPS = Set.of(0x3002, 0xFF0E, 0xFF61);

    /** The sharp s, and the sigma at the end of a word. */
    private static final Set<Integer> KEPT = Set.of(0xDF, 0x3C2);

    private DomainMapping() {}

    /** The name with each character mapped; null if it has one that is in no name. */
    static @Nullable String mapped(String name) {
        StringBuilder mapped = new StringBuilder();
        for (int point : name.codePoints().toArray()) {
            String one = mapped(point);
            if (one == null) {
                return null;
            }
            mapped.append(one);
        }
        return Normalizer.normalize(mapped, Normalizer.Form.NFC);
    }

    private static @Nullable String mapped(int point) {
        if (point < FIRST_NOT_ASCII) {
            return Character.toString(Character.toLowerCase(point));
        }
        if (STOPS.contains(point)) {
            return ".";
        }
        if (point == 0x1E9E) {
            return "\u00DF";
        }
        if (KEPT.contains(point)) {
            return Character.toString(point);
        }
        if (!isIgnored(point) && !isOfNames(point)) {
            return null;
        }
        String folded = folded(Character.toString(point));
        return folded.codePoints().allMatch(DomainMapping::isOfNames) ? folded : null;
    }

    /** Folding can make room for further normalization, and the other way round. */
    private static String folded(String text) {
        String folded = text;
        String before;
        do {
            before = folded;
            StringBuilder next = new StringBuilder();
            Normalizer.normalize(before, Normalizer.Form.NFKC)
                    .codePoints()
                    .filter(point -> !isIgnored(point))
                    .forEach(point -> appendFolded(next, point));
            folded = Normalizer.normalize(next, Normalizer.Form.NFKC);
        } while (!folded.equals(before));
        return folded;
    }

    private static void appendFolded(StringBuilder folded, int point) {
        if (point == 0x130) {
            folded.append("i\u0307");
        } else if (point == 0x131 || isCherokee(point)) {
            // Cherokee folds to its capitals. The dotless i is a letter of its own.
            folded.appendCodePoint(point == 0x131 ? point : Character.toUpperCase(point));
        } else {
            Character.toString(point)
                    .toUpperCase(Locale.ROOT)
                    .codePoints()
                    .map(Character::toLowerCase)
                    .forEach(folded::appendCodePoint);
        }
    }

    private static boolean isCherokee(int point) {
        return (point >= 0x13A0 && point <= 0x13FD) || (point >= 0xAB70 && point <= 0xABBF);
    }

    private static boolean isIgnored(int point) {
        return point == 0xAD
                || point == 0x34F
                || point == 0x115F
                || point == 0x1160
                || point == 0x17B4
                || point == 0x17B5
                || (point >= 0x180B && point <= 0x180F && point != 0x180E)
                || point == 0x200B
                || point == 0x2060
                || point == 0x2064
                || point == 0xFEFF
                || (point >= 0xFE00 && point <= 0xFE0F)
                || (point >= 0xE0100 && point <= 0xE01EF);
    }

    private static boolean isOfNames(int point) {
        if (point < FIRST_NOT_ASCII) {
            return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9') || point == '-';
        }
        return switch (Character.getType(point)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER ->
                    true;
            default -> SIGNS.contains(point);
        };
    }
}
