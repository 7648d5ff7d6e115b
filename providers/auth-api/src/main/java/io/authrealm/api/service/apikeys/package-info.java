/** The API keys of a tenant: who may make, see and revoke them, and how far they reach. */
package io.authrealm.api.service.apikeys;
