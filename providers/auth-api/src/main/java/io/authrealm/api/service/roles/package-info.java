/** The roles of a tenant, who has them, and what they allow. */
package io.authrealm.api.service.roles;
