/**
 * Parent and child accounts. A parent owns a tenant and signs in by itself. A child is any other
 * user of a tenant, and signs in by a public key of the tenant, which stands in the app's pages.
 */
package io.authrealm.api.service.parent;
