/**
 * What hashing needs of Keycloak beyond its SPIs: methods that differ between versions, and the
 * tables of credentials.
 */
@NullMarked
package io.authrealm.hashing.compat;

import org.jspecify.annotations.NullMarked;
