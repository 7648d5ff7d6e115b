package io.authrealm.api.service.passkey;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.keycloak.KeyKind;
import io.authrealm.api.keycloak.KeyMakers;
import io.authrealm.api.keycloak.StoredKey;
import io.authrealm.api.service.factor.FactorNotice;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.StepUp;
import io.authrealm.api.store.CredentialTurns;
import io.authrealm.api.store.KeyUses;
import io.authrealm.api.store.SessionEnds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The keys that a signed-in user has, of both kinds and wherever they were made. */
public final class Passkeys {

    private final KeycloakSession session;
    private final FactorNotice notice;

    public Passkeys(KeycloakSession session, FactorNotice notice) {
        this.session = session;
        this.notice = notice;
    }

    /** The newest first. */
    public List<Passkey> list(Caller caller) {
        Map<String, Instant> lastUses = KeyUses.lastUses(session, caller.user());
        Map<String, String> makers = KeyMakers.namesOf(session, caller.user());
        return StoredKey.of(caller.user()).stream()
                .map(
                        key ->
                                Passkey.of(
                                        key,
                                        caller.userId(),
                                        makers.get(key.id()),
                                        lastUses.get(key.id())))
                .toList();
    }

    /** Gives the key another name; nothing if the user has no such key. */
    public Optional<Passkey> rename(Caller caller, String id, String name) {
        UserModel user = caller.user();
        if (StoredKey.find(user, id).isEmpty()) {
            return Optional.empty();
        }
        user.credentialManager().updateCredentialLabel(id, KeyLabels.free(user, name, id));
        return list(caller).stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** Removes a key of the user. The last factor goes only if the user has proved one. */
    public PasskeyRemovalResult remove(Caller caller, String id) {
        UserModel user = caller.user();
        new CredentialTurns(session).take(user);
        Optional<StoredKey> found = StoredKey.find(user, id);
        if (found.isEmpty()) {
            return new PasskeyRemovalResult.NotFound();
        }
        KeyKind kind = found.get().kind();
        SecondFactor factor = SecondFactor.ofType(kind.credentialType()).orElseThrow();
        boolean isOnlyOneOfItsKind = StoredKey.of(user, kind).size() == 1;
        if (new SessionEnds(session).hasEnded(caller.session())
                || !StepUp.mayRemoveFactor(caller, factor, isOnlyOneOfItsKind)) {
            ApiEvents.open(session, caller.tenant(), EventType.REMOVE_CREDENTIAL)
                    .user(user)
                    .session(caller.session())
                    .detail(Details.CREDENTIAL_TYPE, factor.type())
                    .detail(Details.REASON, "step-up required")
                    .error(Errors.NOT_ALLOWED);
            return new PasskeyRemovalResult.StepUpRequired();
        }
        if (!user.credentialManager().removeStoredCredentialById(id)) {
            return new PasskeyRemovalResult.NotFound();
        }
        KeyUses.forget(session, id);
        notice.removed(user, caller.session(), factor);
        return new PasskeyRemovalResult.Removed();
    }
}
