package io.authrealm.api.service.signin;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.tenant.MinimumResponseTime;
import org.keycloak.models.KeycloakSession;

/** A sign-in that a browser goes on with. */
public final class BrowserSignIn {

    private final KeycloakSession session;
    private final Visit visit;

    public BrowserSignIn(KeycloakSession session, Door door) {
        this.session = session;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /** Gives the browser of this request the sign-in that the page was made for. */
    public ContinuationResult open(String token) {
        return visit.find(
                        tenants -> Continuations.realmOf(session, token).flatMap(tenants::openById))
                .flatMap(tenant -> new SignInProgress(session, tenant).handOver(token))
                .<ContinuationResult>map(ContinuationResult.GoOn::new)
                .orElseGet(ContinuationResult.Unknown::new);
    }
}
