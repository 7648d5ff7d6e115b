/** Password hash providers of Keycloak, their limit, and the upgrade of old hashes. */
@NullMarked
package io.authrealm.hashing;

import org.jspecify.annotations.NullMarked;
