package io.authrealm.core.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all rows of a file.
 *
 * @param now the time against which times are checked
 * @param firebase the parameters of the project's hashes; null if there are none
 */
record FileContext(Instant now, @Nullable FirebaseParameters firebase) {}
