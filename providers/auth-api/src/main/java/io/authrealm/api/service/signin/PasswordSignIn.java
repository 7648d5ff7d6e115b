package io.authrealm.api.service.signin;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.KeycloakSession;

/** The first step of a sign-in, with email and password. */
public final class PasswordSignIn {

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final Visit visit;
    private final SignInEnding ending;

    public PasswordSignIn(KeycloakSession session, SignInProtection protection, Door door) {
        this(session, protection, door.enter(MinimumResponseTime.SIGN_IN), SignInEnding.TOKENS);
    }

    PasswordSignIn(
            KeycloakSession session,
            SignInProtection protection,
            Visit visit,
            SignInEnding ending) {
        this.session = session;
        this.protection = protection;
        this.visit = visit;
        this.ending = ending;
    }

    /**
     * Signs in the user with {@code email} of the tenant for which the address stands.
     *
     * @param app where a browser comes back to if it has to go on
     */
    public SignInResult signIn(String email, String password, AppReturn app) {
        return visit.find(tenants -> tenants.byEmail(email))
                .map(tenant -> at(tenant).returningTo(app).withPassword(email, password))
                .orElseGet(() -> at(visit.entry()).returningTo(app).ofNobody(email, password));
    }

    private SignIn at(Tenant tenant) {
        return new SignIn(session, protection, visit, tenant, ending);
    }
}
