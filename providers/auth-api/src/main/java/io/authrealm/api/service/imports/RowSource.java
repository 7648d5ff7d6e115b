package io.authrealm.api.service.imports;

import io.authrealm.core.imports.Checkpoint;
import io.authrealm.core.imports.ParsedRow;
import java.io.IOException;

/** The remaining rows of an import, in their order. */
interface RowSource {

    /** What comes next. */
    sealed interface Next {

        /**
         * @param after where to go on once the row is dealt with
         */
        record Row(ParsedRow row, Checkpoint after) implements Next {}

        /** There are no more, at least not in this chunk. */
        record End(Checkpoint at) implements Next {}

        /** Nothing behind {@code at} can be read; the reason is a fixed text. */
        record Malformed(Checkpoint at, String reason) implements Next {}
    }

    /**
     * @throws IOException if the client's connection fails
     */
    Next next() throws IOException;
}
