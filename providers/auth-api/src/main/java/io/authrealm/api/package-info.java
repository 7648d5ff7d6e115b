/**
 * {@link io.authrealm.api.Services}, the composition root, builds the services for each request.
 * Mounts create it, and dialects call it.
 */
package io.authrealm.api;
