package io.authrealm.api.service.passkey;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.keycloak.KeyAssertion;
import io.authrealm.api.keycloak.KeyKind;
import io.authrealm.api.keycloak.KeyOptions;
import io.authrealm.api.keycloak.KeyOptions.Descriptor;
import io.authrealm.api.keycloak.KeyRegistration;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.keycloak.StoredKey;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signin.ProvedSignIn;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.store.Ceremonies;
import io.authrealm.api.store.Ceremonies.Ceremony;
import io.authrealm.api.store.Ceremonies.Purpose;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.UserByEmail;
import io.authrealm.core.json.TextRule;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Sign-in with a passkey. A client that sends no address leaves the choice to the authenticator,
 * which knows its user. For an address, the options name the keys of its account; an address
 * without an account, or without a passkey, gets {@link DecoyKeys}.
 */
public final class PasskeySignIn {

    private static final String USER = "user";

    /** The user of a ceremony for an address that nobody can sign in with. */
    private static final String NOBODY = "nobody";

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final Visit visit;

    private PasskeySignIn(KeycloakSession session, SignInProtection protection, Visit visit) {
        this.session = session;
        this.protection = protection;
        this.visit = visit;
    }

    /** For the first request, whose answers all take the same time. */
    public static PasskeySignIn toBegin(
            KeycloakSession session, SignInProtection protection, Door door) {
        return new PasskeySignIn(session, protection, door.enter(MinimumResponseTime.PASSKEY));
    }

    /** For the second request. */
    public static PasskeySignIn toFinish(
            KeycloakSession session, SignInProtection protection, Door door) {
        return new PasskeySignIn(session, protection, door.enter(MinimumResponseTime.SIGN_IN));
    }

    /**
     * Begins a sign-in.
     *
     * @param email null if the authenticator is to choose the user
     */
    public PasskeyBeginResult begin(String email) {
        Optional<Tenant> found =
                visit.find(
                        tenants ->
                                email == null
                                        ? tenants.named().or(tenants::byDefault)
                                        : tenants.byEmail(email));
        Tenant tenant = found.orElse(visit.entry());
        if (!tenant.settings().passkeys()) {
            return new PasskeyBeginResult.MethodDisabled();
        }
        if (!KeyRegistration.isAvailable(session, KeyKind.PASSKEY)) {
            return new PasskeyBeginResult.Unavailable();
        }
        UserModel user = email == null || found.isEmpty() ? null : userOf(tenant, email);
        List<Descriptor> keys = user == null ? List.of() : passkeys(user);
        String challenge = Ceremonies.newChallenge();
        KeyOptions policy = new KeyOptions(session, tenant.realm(), KeyKind.PASSKEY);
        Map<String, Object> options =
                policy.request(challenge, email == null ? List.of() : shown(tenant, email, keys));
        Map<String, String> notes =
                email == null ? Map.of() : Map.of(USER, keys.isEmpty() ? NOBODY : user.getId());
        return new PasskeyBeginResult.Begun(
                new Ceremonies(session, tenant.realm())
                        .begin(new Ceremony(Purpose.SIGN_IN, challenge, notes)),
                options,
                email == null ? policy.mediation() : Optional.empty());
    }

    /** The decoys are computed for everybody, because that takes time. */
    private List<Descriptor> shown(Tenant tenant, String email, List<Descriptor> keys) {
        List<Descriptor> decoys = DecoyKeys.of(session, tenant.realm(), email);
        return keys.isEmpty() ? decoys : keys;
    }

    private static List<Descriptor> passkeys(UserModel user) {
        return StoredKey.of(user, KeyKind.PASSKEY).stream().map(Descriptor::of).toList();
    }

    private UserModel userOf(Tenant tenant, String email) {
        UserModel user = UserByEmail.find(session, tenant.realm(), email);
        return user == null || DeletedUsers.contains(session, user) ? null : user;
    }

    /**
     * Ends a sign-in. If the client has to wait because others do, the ceremony stays good.
     *
     * @param app where a browser comes back to if it has to go on
     */
    public PasskeySignInResult finish(
            String sessionId, PublicKeyJson.Assertion given, AppReturn app) {
        return visit.find(
                        tenants ->
                                Ceremonies.realmOf(session, sessionId).flatMap(tenants::openById))
                .map(tenant -> finish(tenant, sessionId, given, app))
                .orElseGet(PasskeySignInResult.SessionExpired::new);
    }

    private PasskeySignInResult finish(
            Tenant tenant, String sessionId, PublicKeyJson.Assertion given, AppReturn app) {
        if (!tenant.settings().passkeys()) {
            return new PasskeySignInResult.MethodDisabled();
        }
        Ceremonies ceremonies = new Ceremonies(session, tenant.realm());
        Optional<Ceremonies.Taken> taken = ceremonies.take(sessionId);
        if (taken.isEmpty()) {
            return new PasskeySignInResult.SessionExpired();
        }
        Ceremony ceremony = taken.get().ceremony();
        if (ceremony.purpose() != Purpose.SIGN_IN) {
            return new PasskeySignInResult.SessionInvalid();
        }
        return signIn(tenant, ceremony, given, app, () -> ceremonies.putBack(taken.get()));
    }

    private PasskeySignInResult signIn(
            Tenant tenant,
            Ceremony ceremony,
            PublicKeyJson.Assertion given,
            AppReturn app,
            Runnable ifNotLookedAt) {
        Optional<UserModel> user =
                userId(ceremony, given)
                        .map(id -> session.users().getUserById(tenant.realm(), id))
                        .filter(found -> !DeletedUsers.contains(session, found));
        Optional<SignInResult> result =
                user.flatMap(
                        known ->
                                ProvedSignIn.withKey(session, protection, visit, tenant)
                                        .returningTo(app)
                                        .signIn(
                                                known,
                                                () -> proof(tenant, known, ceremony, given),
                                                ifNotLookedAt));
        if (result.isEmpty()) {
            EventBuilder event =
                    ApiEvents.open(session, tenant, EventType.LOGIN)
                            .detail(Details.AUTH_TYPE, Proof.PASSKEY.name());
            user.ifPresent(event::user);
            event.error(user.isPresent() ? Errors.INVALID_USER_CREDENTIALS : Errors.USER_NOT_FOUND);
        }
        return result.<PasskeySignInResult>map(PasskeySignInResult.Followed::new)
                .orElseGet(PasskeySignInResult.Rejected::new);
    }

    /**
     * The user whom the authenticator names, if the ceremony is not for another one. A key that is
     * no passkey everywhere may name nobody, and then the user is that of the ceremony.
     */
    private static Optional<String> userId(Ceremony ceremony, PublicKeyJson.Assertion given) {
        String expected = ceremony.notes().get(USER);
        return given.userHandle()
                .map(handle -> new String(PublicKeyJson.bytes(handle), StandardCharsets.UTF_8))
                .or(() -> Optional.ofNullable(expected))
                .filter(id -> expected == null || expected.equals(id))
                .filter(TextRule::isStorable);
    }

    private Optional<Proof> proof(
            Tenant tenant, UserModel user, Ceremony ceremony, PublicKeyJson.Assertion given) {
        return KeyAssertion.verify(
                        session, tenant.realm(), user, KeyKind.PASSKEY, ceremony.challenge(), given)
                .map(
                        key ->
                                given.flags().userVerified()
                                        ? Proof.PASSKEY
                                        : Proof.PASSKEY_OF_ANY_HOLDER);
    }
}
