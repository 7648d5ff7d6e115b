package io.authrealm.api.service.passkey;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.keycloak.KeyKind;
import io.authrealm.api.keycloak.KeyOptions;
import io.authrealm.api.keycloak.KeyRegistration;
import io.authrealm.api.keycloak.StoredKey;
import io.authrealm.api.service.factor.Enroller;
import io.authrealm.api.service.factor.FactorNotice;
import io.authrealm.api.service.factor.FactorOffer;
import io.authrealm.api.service.factor.RecoveryCodes;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.SignedInEnroller;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.store.Ceremonies;
import io.authrealm.api.store.Ceremonies.Ceremony;
import io.authrealm.api.store.Ceremonies.Purpose;
import io.authrealm.api.store.CredentialTurns;
import io.authrealm.api.store.KeyUses;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.Sha256;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Registers keys. The key that results is Keycloak's, so it works on Keycloak's pages too.
 *
 * <p>A ceremony belongs to the session or sign-in that began it: a second stolen session cannot
 * finish it.
 */
public final class PasskeyRegistration {

    /** What a user can register. */
    public enum Kind {
        /** For sign-in without a password. */
        PASSKEY(KeyKind.PASSKEY, Purpose.REGISTER_PASSKEY, SecondFactor.PASSKEY),

        /** For the second factor only. */
        SECURITY_KEY(
                KeyKind.SECURITY_KEY, Purpose.REGISTER_SECURITY_KEY, SecondFactor.SECURITY_KEY);

        private final KeyKind key;
        private final Purpose purpose;
        private final SecondFactor factor;

        Kind(KeyKind key, Purpose purpose, SecondFactor factor) {
            this.key = key;
            this.purpose = purpose;
            this.factor = factor;
        }

        /** The factor that such a key is. */
        public SecondFactor factor() {
            return factor;
        }

        private static Optional<Kind> of(Purpose purpose) {
            for (Kind kind : values()) {
                if (kind.purpose == purpose) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Each sign-in reads all keys of its user. */
    private static final int MAX_KEYS = 50;

    private static final String OWNER = "owner";

    private record Attempt(
            PasskeyRegistration registration,
            Enroller enroller,
            Kind kind,
            PublicKeyJson.Attestation made,
            boolean isToMakeCodes) {

        PasskeyRegistrationResult registered(KeyRegistration.Result.Registered registered) {
            KeyUses.created(
                    registration.session,
                    registration.tenant.realm(),
                    enroller.user(),
                    registered.key().id(),
                    new KeyUses.Backup(made.flags().backupEligible(), made.flags().backedUp()));
            UserModel user = enroller.user();
            registration.notice.added(user, enroller.session(), kind.factor);
            return new PasskeyRegistrationResult.Registered(
                    kind.factor,
                    isToMakeCodes
                            ? registration.recoveryCodes.makeFirst(user, enroller.session())
                            : List.of());
        }

        PasskeyRegistrationResult refused(KeyRegistration.Result.Refused refused) {
            registration.session.getTransactionManager().setRollbackOnly();
            registration.writeError(enroller, kind, refused.reason());
            return new PasskeyRegistrationResult.AttestationInvalid();
        }
    }

    private static final Cases<Attempt, KeyRegistration.Result, PasskeyRegistrationResult>
            ATTEMPTED =
                    Cases.<Attempt, KeyRegistration.Result, PasskeyRegistrationResult>of(
                                    KeyRegistration.Result.class)
                            .when(KeyRegistration.Result.Registered.class, Attempt::registered)
                            .when(KeyRegistration.Result.Refused.class, Attempt::refused)
                            .complete();

    private final KeycloakSession session;
    private final Tenant tenant;
    private final FactorNotice notice;
    private final RecoveryCodes recoveryCodes;

    public PasskeyRegistration(
            KeycloakSession session,
            Tenant tenant,
            FactorNotice notice,
            RecoveryCodes recoveryCodes) {
        this.session = session;
        this.tenant = tenant;
        this.notice = notice;
        this.recoveryCodes = recoveryCodes;
    }

    /** {@link #begin(Enroller, Kind)} in the caller's session. */
    public PasskeyBeginResult begin(Caller caller, Kind kind) {
        return begin(new SignedInEnroller(session, caller), kind);
    }

    /** Begins the registration of a key. */
    public PasskeyBeginResult begin(Enroller enroller, Kind kind) {
        if (!isAllowed(kind)) {
            return new PasskeyBeginResult.MethodDisabled();
        }
        if (!KeyRegistration.isAvailable(session, kind.key)) {
            return new PasskeyBeginResult.Unavailable();
        }
        if (!enroller.mayAddFactor()) {
            return new PasskeyBeginResult.StepUpRequired();
        }
        String challenge = Ceremonies.newChallenge();
        Map<String, Object> options =
                new KeyOptions(session, tenant.realm(), kind.key)
                        .creation(
                                account(enroller.user()),
                                challenge,
                                StoredKey.of(enroller.user(), kind.key).stream()
                                        .map(KeyOptions.Descriptor::of)
                                        .toList());
        String id =
                new Ceremonies(session, tenant.realm())
                        .begin(
                                new Ceremony(
                                        kind.purpose, challenge, Map.of(OWNER, ownerOf(enroller))));
        return new PasskeyBeginResult.Begun(id, options);
    }

    /** What half is set up must not tell the challenge of the sign-in to which it belongs. */
    private static String ownerOf(Enroller enroller) {
        return Sha256.hex(enroller.binding() + " of " + enroller.user().getId());
    }

    private KeyOptions.Account account(UserModel user) {
        String name = user.getEmail() == null ? user.getUsername() : user.getEmail();
        String displayName = new Profiles(session, tenant).of(user).displayName();
        return new KeyOptions.Account(
                user.getId(),
                name,
                displayName == null || displayName.isBlank() ? name : displayName);
    }

    /** The same in the caller's session. */
    public PasskeyRegistrationResult finish(
            Caller caller, String sessionId, PublicKeyJson.Attestation made, String name) {
        return finish(
                new SignedInEnroller(session, caller),
                EnumSet.allOf(Kind.class),
                sessionId,
                made,
                name);
    }

    /**
     * Ends the registration. If the user has to prove a factor first, the ceremony stays good.
     *
     * @param wanted the kinds of keys that may be registered
     * @param name what the user calls the key; may be null
     */
    public PasskeyRegistrationResult finish(
            Enroller enroller,
            Set<Kind> wanted,
            String sessionId,
            PublicKeyJson.Attestation made,
            String name) {
        return finish(enroller, wanted, sessionId, made, name, false);
    }

    /**
     * The same for a client that was not told the id of the ceremony, and that shows the recovery
     * codes which come with the first factor.
     */
    public PasskeyRegistrationResult finishWithCodes(
            Caller caller, PublicKeyJson.Attestation made, String name) {
        return PublicKeyJson.challenge(made)
                .map(
                        challenge ->
                                finish(
                                        new SignedInEnroller(session, caller),
                                        EnumSet.allOf(Kind.class),
                                        Ceremonies.idOf(challenge),
                                        made,
                                        name,
                                        true))
                .orElseGet(PasskeyRegistrationResult.SessionExpired::new);
    }

    private PasskeyRegistrationResult finish(
            Enroller enroller,
            Set<Kind> wanted,
            String sessionId,
            PublicKeyJson.Attestation made,
            String name,
            boolean isToMakeCodes) {
        Optional<Ceremonies.Taken> taken = new Ceremonies(session, tenant.realm()).take(sessionId);
        if (taken.isEmpty()) {
            return new PasskeyRegistrationResult.SessionExpired();
        }
        Ceremony ceremony = taken.get().ceremony();
        Optional<Kind> kind = Kind.of(ceremony.purpose());
        if (kind.filter(wanted::contains).isEmpty()
                || !ownerOf(enroller).equals(ceremony.notes().get(OWNER))) {
            return new PasskeyRegistrationResult.SessionMismatch();
        }
        if (!isAllowed(kind.get())) {
            return new PasskeyRegistrationResult.MethodDisabled();
        }
        return register(
                new Attempt(this, enroller, kind.get(), made, isToMakeCodes), taken.get(), name);
    }

    private PasskeyRegistrationResult register(
            Attempt attempt, Ceremonies.Taken taken, String name) {
        Enroller enroller = attempt.enroller();
        Kind kind = attempt.kind();
        PublicKeyJson.Attestation made = attempt.made();
        UserModel user = enroller.user();
        // Until now, another request may have added a factor or ended the session.
        new CredentialTurns(session).take(user);
        if (!enroller.isStillGood()) {
            writeError(enroller, kind, "session ended");
            return new PasskeyRegistrationResult.StepUpRequired();
        }
        if (!enroller.mayAddFactor()) {
            new Ceremonies(session, tenant.realm()).putBack(taken);
            return new PasskeyRegistrationResult.StepUpRequired();
        }
        List<StoredKey> present = StoredKey.of(user);
        if (present.stream().anyMatch(key -> key.credentialId().equals(made.id()))) {
            return new PasskeyRegistrationResult.AlreadyRegistered();
        }
        if (present.size() >= MAX_KEYS) {
            return new PasskeyRegistrationResult.TooMany();
        }
        String label = name == null ? null : KeyLabels.free(user, name, null);
        return ATTEMPTED.apply(
                attempt,
                new KeyRegistration(session, tenant.realm(), tenant.client(), kind.key)
                        .register(user, taken.ceremony().challenge(), made, label));
    }

    private boolean isAllowed(Kind kind) {
        return new FactorOffer(session, tenant).isSwitchedOn(kind.factor);
    }

    private void writeError(Enroller enroller, Kind kind, String reason) {
        EventBuilder event =
                ApiEvents.open(session, tenant, EventType.UPDATE_CREDENTIAL)
                        .user(enroller.user())
                        .detail(Details.CREDENTIAL_TYPE, kind.factor.type())
                        .detail(Details.REASON, reason);
        if (enroller.session() != null) {
            event.session(enroller.session());
        }
        event.error(Errors.INVALID_REGISTRATION);
    }
}
