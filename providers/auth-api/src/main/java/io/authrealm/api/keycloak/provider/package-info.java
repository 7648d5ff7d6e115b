/**
 * Providers that replace or extend Keycloak's own: user storage, refresh grant, TOTP action, checks
 * of codes, claims mapper, credentials, steps of flows. Keycloak calls them, so they may know the
 * services. No package of the API knows them.
 */
package io.authrealm.api.keycloak.provider;
