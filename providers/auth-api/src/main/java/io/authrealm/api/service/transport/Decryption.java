package io.authrealm.api.service.transport;

import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.crypto.PassphraseCipher;
import io.authrealm.core.json.TextRule;
import java.io.IOException;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.util.JsonSerialization;
import org.keycloak.vault.VaultStringSecret;

/**
 * Passwords as clients send them that may encrypt them with a key of their front end. The plain
 * text is a JSON string. Encryption proves nothing about the sender: the key is the same for all
 * users of the front end.
 */
public final class Decryption {

    /** Of the plain text; a longer one is no password of anybody. */
    private static final int MAX_LENGTH = 1024;

    private final KeycloakSession session;
    private final Tenant tenant;

    public Decryption(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /** The password; nothing if it should be encrypted, but not with the tenant's key. */
    Optional<String> password(SentPassword sent) {
        String text = sent.text();
        if (!sent.maybeEncrypted()) {
            return Optional.of(text);
        }
        return switch (tenant.settings().passwordTransport()) {
            case PLAIN -> Optional.of(text);
            case ENCRYPTED -> text(text);
            case AUTO -> text.startsWith(PassphraseCipher.PREFIX) ? text(text) : Optional.of(text);
        };
    }

    /** Any text that a client has encrypted in the same way; nothing without a key, too. */
    public Optional<String> text(String encrypted) {
        return key().flatMap(key -> new PassphraseCipher(key).decrypt(encrypted))
                .flatMap(Decryption::unquoted);
    }

    private Optional<String> key() {
        String key = tenant.settings().passwordKey();
        if (key == null) {
            return Optional.empty();
        }
        try (VaultStringSecret secret = session.vault().getStringSecret(key)) {
            return secret.get();
        }
    }

    private static Optional<String> unquoted(String json) {
        try {
            return json.startsWith("\"")
                    ? Optional.of(JsonSerialization.readValue(json, String.class))
                            .filter(text -> !text.isEmpty() && text.length() <= MAX_LENGTH)
                            .filter(TextRule::isStorable)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
