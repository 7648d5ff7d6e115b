/**
 * A Keycloak server on this machine, for tests and for the local demo, with a catcher for what it
 * sends.
 */
package io.authrealm.server;
