package io.authrealm.core.hash;

/**
 * A cursor over an encoded string. Each step reads exactly what the grammar says or throws, so a
 * parser written with it leaves no character unread.
 */
final class FieldReader {

    private final String text;
    private int position;

    FieldReader(String text) {
        this.text = text;
    }

    /** Skips a literal. */
    FieldReader skip(String literal) throws MalformedHashException {
        if (!text.startsWith(literal, position)) {
            throw new MalformedHashException("'" + literal + "' is missing");
        }
        position += literal.length();
        return this;
    }

    /** Skips a literal if it is next, and returns whether it was. */
    boolean skipIf(String literal) {
        boolean there = text.startsWith(literal, position);
        if (there) {
            position += literal.length();
        }
        return there;
    }

    /**
     * Reads a decimal number as it is written by every encoder: no sign, no leading zero.
     *
     * @param what names the field in the reason
     * @throws MalformedHashException also if it is not between min and max
     */
    long number(String what, long min, long max) throws MalformedHashException {
        int start = position;
        long value = 0;
        while (position < text.length() && isDigit(text.charAt(position))) {
            // More digits than this would overflow; the bounds below refuse the value anyway.
            if (position - start == 18) {
                throw MalformedHashException.tooCostly(what + " is above " + max);
            }
            value = value * 10 + (text.charAt(position++) - '0');
        }
        if (position == start) {
            throw new MalformedHashException(what + " is not a number");
        }
        if (text.charAt(start) == '0' && position - start > 1) {
            throw new MalformedHashException(what + " has a leading zero");
        }
        if (value < min) {
            throw new MalformedHashException(what + " is below " + min);
        }
        if (value > max) {
            throw MalformedHashException.tooCostly(what + " is above " + max);
        }
        return value;
    }

    /** As {@link #number(String, long, long)}, for bounds that fit. */
    int integer(String what, int min, int max) throws MalformedHashException {
        return (int) number(what, min, max);
    }

    /** Reads up to the next separator and skips it; the field may be empty. */
    String upTo(char separator, String what) throws MalformedHashException {
        int end = text.indexOf(separator, position);
        if (end < 0) {
            throw new MalformedHashException("nothing follows the " + what);
        }
        String field = text.substring(position, end);
        position = end + 1;
        return field;
    }

    /** Reads this many characters. */
    String take(int length, String what) throws MalformedHashException {
        if (text.length() - position < length) {
            throw new MalformedHashException(what + " is too short");
        }
        position += length;
        return text.substring(position - length, position);
    }

    /** Reads the rest, which may be empty. */
    String rest() {
        String field = text.substring(position);
        position = text.length();
        return field;
    }

    /** Checks that nothing is left. */
    void end() throws MalformedHashException {
        if (position != text.length()) {
            throw new MalformedHashException("something follows the end");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
