/** Readers for the user exports of other systems, which can resume where they stopped. */
@NullMarked
package io.authrealm.core.imports;

import org.jspecify.annotations.NullMarked;
