package io.authrealm.api.service.signin;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.disclosure.Disclosure;
import io.authrealm.api.service.disclosure.Disclosure.Seen;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.transport.SentPassword;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
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

    /**
     * The same for a client that may have encrypted the password.
     *
     * @return nothing if it should be encrypted, but not with the key of the tenant. Another tenant
     *     may be able to read it, so a request that could be about several tenants gets the result
     *     of a wrong password: the answer would tell in which one the address has an account
     */
    public Optional<SignInResult> signIn(String email, SentPassword sent) {
        Optional<Tenant> found = visit.find(tenants -> tenants.byEmail(email));
        Tenant tenant = found.orElseGet(visit::entry);
        Optional<SignInResult> told =
                found.isPresent() ? told(tenant, email) : toldOfNobody(tenant, email);
        if (told.isPresent()) {
            return told;
        }
        SignIn signIn = at(tenant).returningTo(AppReturn.NONE);
        Optional<String> password = sent.openedBy(session, tenant);
        if (password.isEmpty()) {
            return visit.mayTellOfAccounts()
                    ? Optional.empty()
                    : Optional.of(signIn.ofNobody(email, sent.text()));
        }
        return Optional.of(
                found.isPresent()
                        ? signIn.withPassword(email, password.get())
                        : signIn.ofNobody(email, password.get()));
    }

    private SignInResult signIn(Tenant tenant, String email, String password, AppReturn app) {
        return told(tenant, email)
                .orElseGet(() -> at(tenant).returningTo(app).withPassword(email, password));
    }

    /** What the tenant tells before it looks at the password; nothing if it looks at it. */
    private Optional<SignInResult> told(Tenant tenant, String email) {
        Disclosure disclosed = Disclosure.of(session, visit, tenant, email);
        return switch (disclosed.seen()) {
            case UNKNOWN -> Optional.of(unknown(tenant, email));
            case UNVERIFIED -> {
                event(tenant, email)
                        .user(disclosed.user())
                        .detail(Details.REASON, "the address is not verified")
                        .error(Errors.NOT_ALLOWED);
                yield Optional.of(new SignInResult.AddressUnverified());
            }
            case OPEN -> {
                if (!new Sessions(session, tenant).areTooMany(disclosed.user())) {
                    yield Optional.empty();
                }
                event(tenant, email)
                        .user(disclosed.user())
                        .detail(Details.REASON, "sessions_per_user")
                        .error(Errors.GENERIC_AUTHENTICATION_ERROR);
                yield Optional.of(new SignInResult.TooManySessions());
            }
            case HIDDEN -> Optional.empty();
        };
    }

    private SignInResult ofNobody(String email, String password, AppReturn app) {
        Tenant entry = visit.entry();
        return toldOfNobody(entry, email)
                .orElseGet(() -> at(entry).returningTo(app).ofNobody(email, password));
    }

    private Optional<SignInResult> toldOfNobody(Tenant entry, String email) {
        return Disclosure.ofNobody(visit) == Seen.UNKNOWN
                ? Optional.of(unknown(entry, email))
                : Optional.empty();
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
