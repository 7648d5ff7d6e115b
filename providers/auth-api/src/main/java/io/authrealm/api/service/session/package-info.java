/**
 * The sessions of users: list, end, refresh. A refresh token works once, unless the realm allows
 * more; a replay ends its session.
 */
package io.authrealm.api.service.session;
