/**
 * Tenants: the realms that have opted in, their settings, and the rules by which a request finds
 * its tenant.
 */
package io.authrealm.api.tenant;
