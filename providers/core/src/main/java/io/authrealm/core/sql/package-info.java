/** The meaning of database failures, read from SQL states. */
@NullMarked
package io.authrealm.core.sql;

import org.jspecify.annotations.NullMarked;
