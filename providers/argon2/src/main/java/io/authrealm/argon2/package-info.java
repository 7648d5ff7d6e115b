/**
 * Argon2 in plain Java: several engines, and a check that picks the fastest correct one at start-
 * up.
 */
@NullMarked
package io.authrealm.argon2;

import org.jspecify.annotations.NullMarked;
