/**
 * The mounts put the API under {@code /realms/{realm}/v1} and at the origin root. They also answer
 * what never reaches a resource: refused bodies, preflights and Keycloak's own errors.
 *
 * <p>Mounts know every dialect. No other package knows the mounts.
 */
package io.authrealm.api.mount;
