package io.authrealm.core.imports;

/** JSON if the file begins with a bracket or a brace, else rows of CSV. */
final class TableOrJsonSplitter implements Splitter {

    private static final long TABLE = 1L << 58;
    private static final long JSON = 1L << 59;

    private final SourceFormat.Splitting json;
    private Splitter chosen;
    private boolean undecided;

    /**
     * @param json the records of a JSON file
     */
    TableOrJsonSplitter(SourceFormat.Splitting json, long state, long line) {
        this.json = json;
        long inner = state & ~(TABLE | JSON);
        undecided = (state & (TABLE | JSON)) == 0;
        chosen =
                (state & TABLE) != 0
                        ? new CsvSplitter(false, inner, line)
                        : undecided ? new LineSplitter(0, line) : json.at(inner, line);
    }

    @Override
    public Step next(byte b) {
        if (undecided && !LineSplitter.isBlank(b)) {
            undecided = false;
            chosen =
                    b == '{' || b == '['
                            ? json.at(0, chosen.line())
                            : new CsvSplitter(false, 0, chosen.line());
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
        return chosen.state() | (isTable() ? TABLE : JSON);
    }

    @Override
    public boolean isTable() {
        return chosen.isTable();
    }

    @Override
    public boolean mayEnd() {
        return chosen.mayEnd();
    }
}
