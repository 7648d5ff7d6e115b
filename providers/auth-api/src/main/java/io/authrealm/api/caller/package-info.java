/**
 * Who sends a request: users and admins, their Bearer tokens, and the events that record what they
 * do.
 */
package io.authrealm.api.caller;
