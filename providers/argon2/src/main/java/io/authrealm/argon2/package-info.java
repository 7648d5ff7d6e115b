/**
 * Argon2 in plain Java: several engines, and a check that picks the fastest correct one at start-
 * up.
 */
package io.authrealm.argon2;
