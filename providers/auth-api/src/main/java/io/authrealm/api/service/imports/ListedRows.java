package io.authrealm.api.service.imports;

import io.authrealm.core.imports.Checkpoint;
import io.authrealm.core.imports.ParsedRow;
import java.util.List;

/** The rows of a request that carries all of them; the offset counts rows. */
final class ListedRows implements RowSource {

    private final List<ParsedRow> rows;
    private int at;

    ListedRows(List<ParsedRow> rows, Checkpoint from) {
        this.rows = rows;
        this.at = (int) from.offset();
    }

    @Override
    public Next next() {
        return at == rows.size() ? new Next.End(here()) : new Next.Row(rows.get(at++), here());
    }

    private Checkpoint here() {
        return new Checkpoint(at, at, "");
    }
}
