/** Reads files of users to import. */
@NullMarked
package io.authrealm.core.imports;

import org.jspecify.annotations.NullMarked;
