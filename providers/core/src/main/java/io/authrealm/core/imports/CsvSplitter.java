package io.authrealm.core.imports;

/**
 * The rows of CSV (RFC 4180), which may contain line feeds within quotes. A quote opens a quoted
 * field only at the field's beginning. {@link CsvRow} checks whether a row is well formed.
 */
final class CsvSplitter implements Splitter {

    private enum State {
        ROW_START,
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    private static final State[] STATES = State.values();

    private State state;
    private long line;

    CsvSplitter(long state, long line) {
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
                    case ',' -> State.FIELD_START;
                    case '"' -> state == State.PLAIN ? State.PLAIN : State.QUOTED;
                    default -> State.PLAIN;
                };
        return Step.INSIDE;
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
    public boolean mayEnd() {
        return state != State.QUOTED;
    }
}
