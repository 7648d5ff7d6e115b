/**
 * A Keycloak server on this machine, for tests and for the local demo, with a catcher for what it
 * sends.
 */
@NullMarked
package io.authrealm.server;

import org.jspecify.annotations.NullMarked;
