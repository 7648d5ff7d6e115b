package io.authrealm.api.service.session;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.core.limits.KeyedGate;
import org.keycloak.models.KeycloakSession;

/** Exchanges refresh tokens for new pairs of tokens. A refresh token works once. */
public final class RefreshTokens {

    private final KeycloakSession session;
    private final KeyedGate gate;
    private final Visit visit;

    /**
     * @param gate lets one refresh of a session through at a time on this node, so that a second
     *     one does not even try to claim
     */
    public RefreshTokens(KeycloakSession session, KeyedGate gate, Door door) {
        this.session = session;
        this.gate = gate;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /** Refreshes the session of the token at the tenant that has issued it. */
    public RefreshResult refresh(String token) {
        return visit.find(tenants -> tenants.byToken(token))
                .map(tenant -> new Refresh(session, gate, tenant).refresh(token))
                .orElseGet(RefreshResult.Invalid::new);
    }
}
