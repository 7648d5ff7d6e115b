/**
 * Password hash providers for Keycloak, and the one limiter that bounds the memory and time of all
 * hashing.
 */
@NullMarked
package io.authrealm.hashing;

import org.jspecify.annotations.NullMarked;
