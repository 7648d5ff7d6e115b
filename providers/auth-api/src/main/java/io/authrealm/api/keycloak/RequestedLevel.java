package io.authrealm.api.keycloak;

import java.util.Map;
import java.util.OptionalInt;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.protocol.oidc.utils.AcrUtils;

/**
 * The level of authentication that an admin demands of every sign-in of a client, by its default or
 * minimum ACR values. Keycloak's authorization endpoint applies it for browser sign-ins; the API
 * has to apply it itself.
 */
final class RequestedLevel {

    private RequestedLevel() {}

    /** The lowest level that is enough, or nothing if the client demands none. */
    static OptionalInt of(ClientModel client) {
        Map<String, Integer> levels = AcrUtils.getAcrLoaMap(client);
        return AcrUtils.getAcrValues(null, null, client).stream()
                .mapToInt(acr -> level(acr, levels))
                .min();
    }

    private static int level(String acr, Map<String, Integer> levels) {
        Integer level = levels.get(acr);
        try {
            return level == null ? Integer.parseInt(acr) : level;
        } catch (NumberFormatException e) {
            return Constants.MINIMUM_LOA;
        }
    }
}
