/**
 * Every use of Keycloak's private API, one class an area: flow engine, tokens, sessions, login
 * failures, permissions, admin events. A new version of Keycloak can break the pack only here and
 * in {@code keycloak.provider}.
 *
 * <p>This package knows no other package of the API.
 */
package io.authrealm.api.keycloak;
