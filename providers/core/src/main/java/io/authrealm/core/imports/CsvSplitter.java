package io.authrealm.core.imports;

/**
 * The rows of CSV, which may contain line feeds within quotes. A quote opens a quoted field only at
 * the field's beginning. {@link CsvRow} reads the fields.
 */
final class CsvSplitter implements Splitter {

    private enum State {
        ROW_START,
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED,
        BACKSLASH
    }

    private static final State[] STATES = State.values();

    private final boolean backslashes;
    private State state;
    private long line;

    /**
     * @param backslashes as in {@link CsvRow#fields}
     */
    CsvSplitter(boolean backslashes, long state, long line) {
        this.backslashes = backslashes;
        this.state = STATES[Math.toIntExact(state)];
        this.line = line;
    }

    @Override
    public Step next(byte b) {
        if (b == '\n') {
            line++;
        }
        if (state == State.QUOTED) {
            state = b == '"' ? State.QUOTE_IN_QUOTED : State.QUOTED;
            return Step.INSIDE;
        }
        if (b == '\n') {
            Step step = state == State.ROW_START ? Step.OUTSIDE : Step.BEHIND;
            state = State.ROW_START;
            return step;
        }
        if (b == '\r' && state == State.ROW_START) {
            return Step.OUTSIDE;
        }
        state =
                switch (b) {
                    case ',' -> state == State.BACKSLASH ? State.PLAIN : State.FIELD_START;
                    case '"' -> opensQuotes() ? State.QUOTED : State.PLAIN;
                    case '\\' -> backslashes ? State.BACKSLASH : State.PLAIN;
                    default -> State.PLAIN;
                };
        return Step.INSIDE;
    }

    private boolean opensQuotes() {
        return state != State.PLAIN && state != State.BACKSLASH;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // A checkpoint keeps the number.
    public long state() {
        return state.ordinal();
    }

    @Override
    public boolean isTable() {
        return true;
    }

    @Override
    public boolean mayEnd() {
        return state != State.QUOTED;
    }
}
