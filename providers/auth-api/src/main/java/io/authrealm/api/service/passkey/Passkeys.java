package io.authrealm.api.service.passkey;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.keycloak.StoredKey;
import io.authrealm.api.service.factor.FactorNotice;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.store.KeyUses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return StoredKey.of(caller.user()).stream()
                .map(key -> Passkey.of(key, caller.userId(), lastUses.get(key.id())))
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

    /** Removes the key; false if the user has no such key. */
    public boolean remove(Caller caller, String id) {
        UserModel user = caller.user();
        Optional<StoredKey> key = StoredKey.find(user, id);
        if (key.isEmpty() || !user.credentialManager().removeStoredCredentialById(id)) {
            return false;
        }
        KeyUses.forget(session, id);
        SecondFactor.ofType(key.get().kind().credentialType())
                .ifPresent(factor -> notice.removed(user, caller.session(), factor));
        return true;
    }
}
