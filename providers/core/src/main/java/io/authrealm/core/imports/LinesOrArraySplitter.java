package io.authrealm.core.imports;

/** One record a line, or one array of records if the file begins with an array. */
final class LinesOrArraySplitter implements Splitter {

    private static final long ARRAY = 1L << 60;
    private static final long LINES = 1L << 61;

    private Splitter chosen;
    private boolean undecided;

    LinesOrArraySplitter(long state, long line) {
        undecided = (state & (ARRAY | LINES)) == 0;
        long inner = state & ~(ARRAY | LINES);
        chosen =
                (state & ARRAY) != 0
                        ? JsonSplitter.array(inner, line)
                        : new LineSplitter(inner, line);
    }

    @Override
    public Step next(byte b) {
        if (undecided && !LineSplitter.isBlank(b)) {
            undecided = false;
            if (b == '[') {
                chosen = JsonSplitter.array(0, 0);
            }
        }
        return chosen.next(b);
    }

    @Override
    public long line() {
        return chosen.line();
    }

    @Override
    public long state() {
        if (undecided) {
            return 0;
        }
        return chosen.state() | (chosen instanceof JsonSplitter ? ARRAY : LINES);
    }

    @Override
    public boolean mayEnd() {
        return chosen.mayEnd();
    }
}
