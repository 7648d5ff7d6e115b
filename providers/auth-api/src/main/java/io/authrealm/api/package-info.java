/**
 * {@link io.authrealm.api.Services}, the composition root, builds the services for each request.
 * Mounts create it, and dialects call it. {@code docs/architecture.md} shows the packages and the
 * reasons for them; {@code docs/api.md} has the rules of the API.
 */
package io.authrealm.api;
