/**
 * The sessions of users: list, end, refresh. A refresh token works once, and a replay ends its
 * session.
 */
package io.authrealm.api.service.session;
