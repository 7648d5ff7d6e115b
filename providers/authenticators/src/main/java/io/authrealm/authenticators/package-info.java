/**
 * Steps for Keycloak's authentication flows: the password step of the API, and the check for
 * breached passwords.
 */
@NullMarked
package io.authrealm.authenticators;

import org.jspecify.annotations.NullMarked;
