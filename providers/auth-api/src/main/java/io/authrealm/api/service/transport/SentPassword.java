package io.authrealm.api.service.transport;

import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * A password as a client has sent it, which may have encrypted it. Only the tenant that the request
 * is about has the key, so a service opens it after it has found the tenant.
 *
 * @param text that was sent
 * @param maybeEncrypted false if the client says that it is not encrypted
 */
public record SentPassword(String text, boolean maybeEncrypted) {

    /** The password; nothing if it should be encrypted, but not with the tenant's key. */
    public Optional<String> openedBy(KeycloakSession session, Tenant tenant) {
        return new Decryption(session, tenant).password(this);
    }

    /** Hides the password. */
    @Override
    public String toString() {
        return "SentPassword";
    }
}
