/** Reads and verifies the stored password hashes of other systems. */
@NullMarked
package io.authrealm.core.hash;

import org.jspecify.annotations.NullMarked;
