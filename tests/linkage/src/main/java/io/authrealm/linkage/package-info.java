/** Checks that the jar links to the classes of another version of Keycloak. */
@NullMarked
package io.authrealm.linkage;

import org.jspecify.annotations.NullMarked;
