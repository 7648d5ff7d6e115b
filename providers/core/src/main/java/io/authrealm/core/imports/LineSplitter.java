package io.authrealm.core.imports;

/** One record a line; lines that contain only spaces and tabs are not records. */
final class LineSplitter implements Splitter {

    private static final int INSIDE = 1;

    private boolean inside;
    private long line;

    LineSplitter(long state, long line) {
        this.inside = state == INSIDE;
        this.line = line;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    @Override
    public Step next(byte b) {
        if (b == '\n') {
            line++;
            Step step = inside ? Step.BEHIND : Step.OUTSIDE;
            inside = false;
            return step;
        }
        inside = inside || !isBlank(b);
        return inside ? Step.INSIDE : Step.OUTSIDE;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public long state() {
        return inside ? INSIDE : 0;
    }

    @Override
    public boolean mayEnd() {
        return true;
    }
}
