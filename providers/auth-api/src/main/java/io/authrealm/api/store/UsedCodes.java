package io.authrealm.api.store;

import io.authrealm.core.text.Sha256;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Remembers which codes of a credential were right, so that each is accepted once. A claim uses the
 * one operation of Keycloak's single-use objects that is atomic on all nodes, so only one of
 * several requests with the same code succeeds.
 */
public final class UsedCodes {

    private final SingleUseObjectProvider objects;

    public UsedCodes(KeycloakSession session) {
        this.objects = session.singleUseObjects();
    }

    /**
     * Claims a right code. A claim holds even if the request fails later.
     *
     * @param remembered at least as long as the code would be right
     * @return false if another request has claimed it
     */
    public boolean claim(String credentialId, String code, Duration remembered) {
        return objects.putIfAbsent(
                "authrealm.used." + credentialId + '.' + Sha256.hex(code), remembered.toSeconds());
    }
}
