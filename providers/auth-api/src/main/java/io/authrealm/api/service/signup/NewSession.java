package io.authrealm.api.service.signup;

import io.authrealm.api.service.session.HostedSessions;
import io.authrealm.api.service.session.LateSessions;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import org.keycloak.models.KeycloakSession;

/**
 * The session of a new account, once both are committed. An admin may have ended the sessions of
 * the user meanwhile; then this one ends too. Only a session that stays is given to the browser.
 */
record NewSession(KeycloakSession session, Tenant tenant) {

    private static final Cases<NewSession, SignUpResult, SignUpResult> COMMITTED =
            Cases.<NewSession, SignUpResult, SignUpResult>of(SignUpResult.class)
                    .when(SignUpResult.SignedUp.class, NewSession::signedUp)
                    .when(SignUpResult.SessionOpened.class, NewSession::opened)
                    .when(SignUpResult.ActionRequired.class, (here, same) -> same)
                    .when(SignUpResult.Created.class, (here, same) -> same)
                    .when(SignUpResult.Refused.class, (here, same) -> same)
                    .when(SignUpResult.PasswordRefused.class, (here, same) -> same)
                    .when(SignUpResult.InvalidAttribute.class, (here, same) -> same)
                    .when(SignUpResult.Overloaded.class, (here, same) -> same)
                    .when(SignUpResult.Limited.class, (here, same) -> same)
                    .when(SignUpResult.NotAdmitted.class, (here, same) -> same)
                    .when(SignUpResult.RegistrationClosed.class, (here, same) -> same)
                    .when(SignUpResult.MethodDisabled.class, (here, same) -> same)
                    .when(SignUpResult.TenantClosed.class, (here, same) -> same)
                    .complete();

    /** What the sign-up ends in. */
    SignUpResult of(SignUpResult committed) {
        return COMMITTED.apply(this, committed);
    }

    private SignUpResult signedUp(SignUpResult.SignedUp signedUp) {
        return LateSessions.isLate(session, signedUp.tokens(), signedUp.state())
                ? new SignUpResult.Refused()
                : signedUp;
    }

    private SignUpResult opened(SignUpResult.SessionOpened opened) {
        String sessionId = opened.session().cookie().sessionId();
        if (LateSessions.isLate(session, opened.session().userId(), sessionId, opened.state())) {
            return new SignUpResult.Refused();
        }
        new HostedSessions(session, tenant).handOver(opened.session());
        return opened;
    }
}
