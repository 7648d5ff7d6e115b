/**
 * What hashing needs of Keycloak beyond its SPIs: methods that differ between versions, and the
 * tables of credentials.
 */
package io.authrealm.hashing.compat;
