package io.authrealm.core.imports;

/**
 * The elements of a JSON array, which is the whole file or one member of an object. The object's
 * other members are skipped. The splitter looks only at brackets, strings and commas; the reader of
 * an element checks whether it is JSON.
 */
final class JsonSplitter implements Splitter {

    private enum Phase {
        FILE_START,
        MEMBER,
        NAME,
        COLON,
        MEMBER_VALUE,
        SKIPPED_NESTED,
        SKIPPED_SCALAR,
        MEMBER_END,
        FIRST_ELEMENT,
        NESTED,
        SCALAR,
        ELEMENT_END,
        NEXT_ELEMENT,
        DONE
    }

    private static final Phase[] PHASES = Phase.values();

    /** Replaces the number of characters that match the member's name. */
    private static final int OTHER_NAME = 7;

    /** Far beyond what any reader accepts, far below what the state can hold. */
    private static final int MAX_DEPTH = 1 << 24;

    /** Of the member, shorter than {@link #OTHER_NAME}; empty if the whole file is the array. */
    private final String name;

    private final boolean mayBeWholeFile;
    private boolean wholeFile;
    private Phase phase;
    private boolean found;
    private boolean string;
    private boolean escape;
    private int matched;
    private int depth;
    private long line;

    private JsonSplitter(String name, boolean mayBeWholeFile, long state, long line) {
        this.name = name;
        this.mayBeWholeFile = mayBeWholeFile;
        this.wholeFile = name.isEmpty() || (state & 0x80) != 0;
        this.phase = PHASES[(int) (state & 0xf)];
        this.found = (state & 0x10) != 0;
        this.string = (state & 0x20) != 0;
        this.escape = (state & 0x40) != 0;
        this.matched = (int) (state >>> 8 & 0x7);
        this.depth = (int) (state >>> 16);
        this.line = line;
    }

    /** The elements of the array that is the file. */
    static JsonSplitter array(long state, long line) {
        return new JsonSplitter("", true, state, line);
    }

    /** The elements of the array {@code value} of the object that is the file. */
    static JsonSplitter value(long state, long line) {
        return new JsonSplitter("value", false, state, line);
    }

    /** The elements of the array {@code users} of the object, or of the array, that is the file. */
    static JsonSplitter users(long state, long line) {
        return new JsonSplitter("users", true, state, line);
    }

    @Override
    public Step next(byte b) {
        return switch (phase) {
            case NESTED -> nested(b);
            case SCALAR -> scalar(b);
            case NAME -> name(b);
            case SKIPPED_NESTED -> skipped(b);
            default -> LineSplitter.isBlank(b) ? blank() : between(b);
        };
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // A checkpoint keeps the number.
    public long state() {
        return phase.ordinal()
                | (found ? 0x10 : 0)
                | (string ? 0x20 : 0)
                | (escape ? 0x40 : 0)
                | (wholeFile && !name.isEmpty() ? 0x80 : 0)
                | (long) matched << 8
                | (long) depth << 16;
    }

    @Override
    public boolean mayEnd() {
        return phase == Phase.DONE || phase == Phase.FILE_START;
    }

    private Step blank() {
        if (phase == Phase.SKIPPED_SCALAR) {
            phase = Phase.MEMBER_END;
        }
        return Step.OUTSIDE;
    }

    private Step between(byte b) {
        switch (phase) {
            case FILE_START:
                return fileStart(b);
            case MEMBER:
                matched = 0;
                return b == '"' ? enter(Phase.NAME) : endOfObject(b);
            case COLON:
                return b == ':' ? enter(Phase.MEMBER_VALUE) : Step.MALFORMED;
            case MEMBER_VALUE:
                return memberValue(b);
            case SKIPPED_SCALAR, MEMBER_END:
                if (b == ',') {
                    return enter(Phase.MEMBER);
                }
                return phase == Phase.SKIPPED_SCALAR && b != '}' ? Step.OUTSIDE : endOfObject(b);
            case FIRST_ELEMENT:
                return b == ']' ? endOfArray() : element(b);
            case ELEMENT_END:
                if (b == ',') {
                    return enter(Phase.NEXT_ELEMENT);
                }
                return b == ']' ? endOfArray() : Step.MALFORMED;
            case NEXT_ELEMENT:
                return element(b);
            default:
                return Step.MALFORMED;
        }
    }

    private Step fileStart(byte b) {
        if (b == '[' && mayBeWholeFile) {
            wholeFile = true;
            return enter(Phase.FIRST_ELEMENT);
        }
        return b == '{' && !wholeFile ? enter(Phase.MEMBER) : Step.MALFORMED;
    }

    private Step enter(Phase next) {
        phase = next;
        return Step.OUTSIDE;
    }

    private Step endOfObject(byte b) {
        return b == '}' && found ? enter(Phase.DONE) : Step.MALFORMED;
    }

    private Step endOfArray() {
        return enter(wholeFile ? Phase.DONE : Phase.MEMBER_END);
    }

    private Step name(byte b) {
        if (escape) {
            escape = false;
        } else if (b == '\\') {
            escape = true;
        } else if (b == '"') {
            return enter(Phase.COLON);
        }
        boolean as = matched < name.length() && b == name.charAt(matched);
        matched = as ? matched + 1 : OTHER_NAME;
        return Step.OUTSIDE;
    }

    private Step memberValue(byte b) {
        if (matched == name.length()) {
            boolean first = !found;
            found = true;
            return first && b == '[' ? enter(Phase.FIRST_ELEMENT) : Step.MALFORMED;
        }
        if (isPunctuation(b)) {
            return Step.MALFORMED;
        }
        return enter(opens(b) ? Phase.SKIPPED_NESTED : Phase.SKIPPED_SCALAR);
    }

    private Step skipped(byte b) {
        if (depth > MAX_DEPTH) {
            return Step.MALFORMED;
        }
        return closes(b) ? enter(Phase.MEMBER_END) : Step.OUTSIDE;
    }

    private Step element(byte b) {
        if (isPunctuation(b)) {
            return Step.MALFORMED;
        }
        phase = opens(b) ? Phase.NESTED : Phase.SCALAR;
        return Step.INSIDE;
    }

    private Step nested(byte b) {
        if (depth > MAX_DEPTH) {
            return Step.MALFORMED;
        }
        if (!closes(b)) {
            return Step.INSIDE;
        }
        line++;
        phase = Phase.ELEMENT_END;
        return Step.LAST;
    }

    private Step scalar(byte b) {
        if (!LineSplitter.isBlank(b) && b != ',' && b != ']') {
            return Step.INSIDE;
        }
        line++;
        phase = Phase.ELEMENT_END;
        if (!LineSplitter.isBlank(b)) {
            between(b);
        }
        return Step.BEHIND;
    }

    private static boolean isPunctuation(byte b) {
        return b == ',' || b == ':' || b == ']' || b == '}';
    }

    /** Whether the value that begins with this byte ends with a matching byte. */
    private boolean opens(byte b) {
        string = b == '"';
        escape = false;
        depth = b == '{' || b == '[' ? 1 : 0;
        return string || depth > 0;
    }

    private boolean closes(byte b) {
        if (string) {
            if (escape) {
                escape = false;
            } else if (b == '\\') {
                escape = true;
            } else if (b == '"') {
                string = false;
                return depth == 0;
            }
            return false;
        }
        switch (b) {
            case '"' -> string = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {}
        }
        return depth == 0;
    }
}
