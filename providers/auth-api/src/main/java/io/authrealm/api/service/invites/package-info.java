/**
 * Invites into a tenant: admins send them, people with and without an account there accept them.
 */
package io.authrealm.api.service.invites;
