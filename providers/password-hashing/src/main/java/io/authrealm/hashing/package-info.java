/**
 * Password hash providers for Keycloak, and the one limiter that bounds the memory and time of all
 * hashing.
 */
package io.authrealm.hashing;
