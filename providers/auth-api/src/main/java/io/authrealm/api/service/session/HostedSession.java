package io.authrealm.api.service.session;

import java.time.Duration;

/**
 * A session that a browser holds by cookies, and that no client has tokens of.
 *
 * @param lifetime of the cookie
 */
public record HostedSession(String userId, HostedCookie cookie, Duration lifetime) {}
