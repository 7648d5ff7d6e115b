/**
 * Steps for Keycloak's authentication flows: the password step of the API, and the check for
 * breached passwords.
 */
package io.authrealm.authenticators;
