package io.authrealm.api.service.signin;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.disclosure.Disclosure;
import io.authrealm.api.service.disclosure.Disclosure.Seen;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
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
                .map(tenant -> signIn(tenant, email, password, app))
                .orElseGet(() -> ofNobody(email, password, app));
    }

    private SignInResult signIn(Tenant tenant, String email, String password, AppReturn app) {
        Disclosure disclosed = Disclosure.of(session, visit, tenant, email);
        return switch (disclosed.seen()) {
            case UNKNOWN -> unknown(tenant, email);
            case UNVERIFIED -> {
                event(tenant, email)
                        .user(disclosed.user())
                        .detail(Details.REASON, "the address is not verified")
                        .error(Errors.NOT_ALLOWED);
                yield new SignInResult.AddressUnverified();
            }
            case OPEN -> {
                if (!new Sessions(session, tenant).areTooMany(disclosed.user())) {
                    yield at(tenant).returningTo(app).withPassword(email, password);
                }
                event(tenant, email)
                        .user(disclosed.user())
                        .detail(Details.REASON, "sessions_per_user")
                        .error(Errors.GENERIC_AUTHENTICATION_ERROR);
                yield new SignInResult.TooManySessions();
            }
            case HIDDEN -> at(tenant).returningTo(app).withPassword(email, password);
        };
    }

    private SignInResult ofNobody(String email, String password, AppReturn app) {
        Tenant entry = visit.entry();
        return Disclosure.ofNobody(visit) == Seen.UNKNOWN
                ? unknown(entry, email)
                : at(entry).returningTo(app).ofNobody(email, password);
    }

    private SignInResult unknown(Tenant tenant, String email) {
        event(tenant, email).error(Errors.USER_NOT_FOUND);
        return new SignInResult.UnknownUser();
    }

    /** Of a refusal that a tenant gives before it looks at the password. */
    private EventBuilder event(Tenant tenant, String email) {
        return ApiEvents.open(session, tenant, EventType.LOGIN).detail(Details.USERNAME, email);
    }

    private SignIn at(Tenant tenant) {
        return new SignIn(session, protection, visit, tenant, ending);
    }
}
