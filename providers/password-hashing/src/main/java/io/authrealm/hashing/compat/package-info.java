/** What differs between versions of Keycloak in password hashing. */
@NullMarked
package io.authrealm.hashing.compat;

import org.jspecify.annotations.NullMarked;
