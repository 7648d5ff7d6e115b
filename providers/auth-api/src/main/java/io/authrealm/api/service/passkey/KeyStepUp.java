package io.authrealm.api.service.passkey;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.keycloak.KeyAssertion;
import io.authrealm.api.keycloak.KeyKind;
import io.authrealm.api.keycloak.KeyOptions;
import io.authrealm.api.keycloak.KeyRegistration;
import io.authrealm.api.keycloak.StoredKey;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.stepup.StepUpAttempts;
import io.authrealm.api.service.stepup.StepUpResult;
import io.authrealm.api.store.Ceremonies;
import io.authrealm.api.store.Ceremonies.Ceremony;
import io.authrealm.api.store.Ceremonies.Purpose;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Step-up by a key that the user has, of either kind. */
public final class KeyStepUp {

    private static final String SESSION = "session";

    private static final Cases<Void, StepUpResult, KeyStepUpResult> ATTEMPTED =
            Cases.<Void, StepUpResult, KeyStepUpResult>of(StepUpResult.class)
                    .when(StepUpResult.Verified.class, unused -> new KeyStepUpResult.Verified())
                    .when(StepUpResult.NotEnrolled.class, unused -> new KeyStepUpResult.Rejected())
                    .when(StepUpResult.NotConfirmed.class, unused -> new KeyStepUpResult.Rejected())
                    .when(StepUpResult.CodeInvalid.class, unused -> new KeyStepUpResult.Rejected())
                    .when(
                            StepUpResult.AccountLocked.class,
                            (unused, locked) ->
                                    new KeyStepUpResult.AccountLocked(locked.retryAfterSeconds()))
                    .when(
                            StepUpResult.Limited.class,
                            (unused, limited) ->
                                    new KeyStepUpResult.Limited(limited.retryAfterSeconds()))
                    .when(
                            StepUpResult.Busy.class,
                            (unused, busy) -> new KeyStepUpResult.Limited(busy.retryAfterSeconds()))
                    .complete();

    private final KeycloakSession session;
    private final StepUpAttempts attempts;
    private final Tenant tenant;

    public KeyStepUp(KeycloakSession session, StepUpAttempts attempts, Tenant tenant) {
        this.session = session;
        this.attempts = attempts;
        this.tenant = tenant;
    }

    /**
     * Asks for a signature of one of the user's keys. If the policies of the two kinds name
     * different domains, it asks for keys of one kind only: a browser asks for those of one domain.
     */
    public PasskeyBeginResult begin(Caller caller) {
        List<StoredKey> keys = StoredKey.of(caller.user());
        KeyKind preferred = preferred(keys);
        if (!KeyRegistration.isAvailable(session, preferred)) {
            return new PasskeyBeginResult.Unavailable();
        }
        if (keys.isEmpty()) {
            return new PasskeyBeginResult.NoKeys();
        }
        String challenge = Ceremonies.newChallenge();
        Map<String, Object> options =
                new KeyOptions(session, tenant.realm(), preferred).requestInDomain(challenge, keys);
        Ceremony ceremony =
                new Ceremony(Purpose.STEP_UP, challenge, Map.of(SESSION, caller.sessionId()));
        return new PasskeyBeginResult.Begun(
                new Ceremonies(session, tenant.realm()).begin(ceremony), options);
    }

    /** Security keys come first, unless none of them can be used. */
    private static KeyKind preferred(List<StoredKey> keys) {
        return keys.stream()
                .min(
                        Comparator.comparing(StoredKey::isUsable)
                                .reversed()
                                .thenComparing(StoredKey::kind))
                .map(StoredKey::kind)
                .orElse(KeyKind.PASSKEY);
    }

    /**
     * Opens the window of the session if the signature is right. The ceremony stays good if the
     * caller has to wait.
     */
    public KeyStepUpResult verify(Caller caller, String sessionId, PublicKeyJson.Assertion given) {
        return attempts.inTurn(
                caller,
                SecondFactor.SECURITY_KEY,
                refused -> ATTEMPTED.apply(null, refused),
                turn -> verify(turn, caller, sessionId, given));
    }

    private KeyStepUpResult verify(
            StepUpAttempts.Turn turn,
            Caller caller,
            String sessionId,
            PublicKeyJson.Assertion given) {
        Ceremonies ceremonies = new Ceremonies(session, tenant.realm());
        Optional<Ceremonies.Taken> taken = ceremonies.take(sessionId);
        if (taken.isEmpty()) {
            return new KeyStepUpResult.SessionExpired();
        }
        Ceremony ceremony = taken.get().ceremony();
        if (ceremony.purpose() != Purpose.STEP_UP
                || !caller.sessionId().equals(ceremony.notes().get(SESSION))) {
            return new KeyStepUpResult.SessionMismatch();
        }
        int locked = turn.pay();
        if (locked > 0) {
            ceremonies.putBack(taken.get());
            return new KeyStepUpResult.AccountLocked(locked);
        }
        Optional<SecondFactor> proved =
                isOfUser(caller.user(), given)
                        ? proved(caller.user(), ceremony, given)
                        : Optional.empty();
        return ATTEMPTED.apply(null, turn.end(proved));
    }

    private static boolean isOfUser(UserModel user, PublicKeyJson.Assertion given) {
        return given.userHandle()
                .map(handle -> handle.equals(KeyOptions.userHandle(user.getId())))
                .orElse(true);
    }

    private Optional<SecondFactor> proved(
            UserModel user, Ceremony ceremony, PublicKeyJson.Assertion given) {
        return StoredKey.of(user).stream()
                .filter(key -> key.credentialId().equals(given.id()))
                .findFirst()
                .flatMap(
                        key ->
                                KeyAssertion.verify(
                                        session,
                                        tenant.realm(),
                                        user,
                                        key.kind(),
                                        ceremony.challenge(),
                                        given))
                .flatMap(key -> SecondFactor.ofType(key.kind().credentialType()));
    }
}
