/**
 * What all dialects share, beyond the services and {@code http}. A dialect is a package below this
 * one.
 */
package io.authrealm.api.dialect;
