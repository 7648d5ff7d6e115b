/** Starts a real Keycloak from its distribution. */
@NullMarked
package io.authrealm.server;

import org.jspecify.annotations.NullMarked;
