/** Helpers for SQL. */
@NullMarked
package io.authrealm.core.sql;

import org.jspecify.annotations.NullMarked;
