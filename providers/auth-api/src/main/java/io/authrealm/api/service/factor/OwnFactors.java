package io.authrealm.api.service.factor;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.store.KeyUses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** The second factors that a signed-in user has, of all kinds. */
public final class OwnFactors {

    /**
     * @param lastUsedAt null if it was not used yet, or if that is not recorded for its kind
     */
    public record OwnFactor(UserFactor factor, Instant lastUsedAt) {}

    private final KeycloakSession session;

    public OwnFactors(KeycloakSession session) {
        this.session = session;
    }

    /** The factors, in the order in which Keycloak offers them. */
    public List<OwnFactor> list(Caller caller) {
        Map<String, Instant> lastUses = KeyUses.lastUses(session, caller.user());
        return UserFactor.of(caller.user()).stream()
                .map(factor -> new OwnFactor(factor, lastUses.get(factor.id())))
                .toList();
    }
}
