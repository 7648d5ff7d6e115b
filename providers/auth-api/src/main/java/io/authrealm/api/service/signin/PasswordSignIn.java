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
        return signIn(email, password, null, app);
    }

    /**
     * The same for a client that may name the tenant. A tenant that is not there, or that is not
     * the one of the path, looks like a wrong password.
     *
     * @param tenantSlug null if the client names none
     */
    public SignInResult signIn(String email, String password, String tenantSlug, AppReturn app) {
        return visit.find(
                        tenants ->
                                tenantSlug == null
                                        ? tenants.byEmail(email)
                                        : tenants.bySlug(tenantSlug))
                .filter(tenant -> tenantSlug == null || tenant.isCalled(tenantSlug))
                .map(tenant -> at(tenant).returningTo(app).withPassword(email, password))
                .orElseGet(() -> at(visit.entry()).returningTo(app).ofNobody(email, password));
    }

    private SignIn at(Tenant tenant) {
        return new SignIn(session, protection, visit, tenant, ending);
    }
}
