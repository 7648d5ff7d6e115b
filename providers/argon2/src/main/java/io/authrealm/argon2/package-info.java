/** Argon2 in plain Java, and the choice between its engines. */
@NullMarked
package io.authrealm.argon2;

import org.jspecify.annotations.NullMarked;
