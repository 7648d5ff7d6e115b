package io.authrealm.api.keycloak;

import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.Base64;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.WebAuthnCredentialModelInput;
import org.keycloak.credential.WebAuthnCredentialModelInput.KeycloakWebAuthnAuthenticationParameters;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Verifies the signature of a user's key by Keycloak's own credential provider: origin, domain,
 * challenge, user verification, signature and counter.
 */
public final class KeyAssertion {

    private static final Logger LOG = Logger.getLogger(KeyAssertion.class);

    /** A signature that a stored key is said to have made. Nothing of it is verified. */
    public record Use(StoredKey key, byte[] authenticatorData) {}

    private KeyAssertion() {}

    /** The use that {@code input} is of a key of the user; nothing if the user has no such key. */
    public static Optional<Use> useOf(UserModel user, CredentialInput input) {
        if (!(input instanceof WebAuthnCredentialModelInput given)
                || given.getAuthenticationRequest() == null) {
            return Optional.empty();
        }
        AuthenticationRequest request = given.getAuthenticationRequest();
        String id =
                Base64.getUrlEncoder().withoutPadding().encodeToString(request.getCredentialId());
        return KeyKind.ofType(given.getType())
                .flatMap(kind -> find(user, kind, id))
                .map(key -> new Use(key, request.getAuthenticatorData()));
    }

    private static Optional<StoredKey> find(UserModel user, KeyKind kind, String credentialId) {
        return StoredKey.of(user, kind).stream()
                .filter(key -> key.credentialId().equals(credentialId))
                .findFirst();
    }

    /**
     * Returns the user's key of this kind that has made the signature; nothing if there is none, or
     * if anything about it is wrong. The counter of the key is stored.
     *
     * @param challenge in base64url without padding
     */
    public static Optional<StoredKey> verify(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            KeyKind kind,
            String challenge,
            PublicKeyJson.Assertion given) {
        KeyOptions expected = new KeyOptions(session, realm, kind);
        return find(user, kind, given.id())
                .filter(key -> isValid(expected, user, kind, challenge, given));
    }

    @SuppressWarnings("deprecation") // The library of Keycloak 26.6 has no other constructor.
    private static boolean isValid(
            KeyOptions expected,
            UserModel user,
            KeyKind kind,
            String challenge,
            PublicKeyJson.Assertion given) {
        WebAuthnCredentialModelInput input =
                new WebAuthnCredentialModelInput(kind.credentialType());
        input.setAuthenticationRequest(
                new AuthenticationRequest(
                        PublicKeyJson.bytes(given.id()),
                        PublicKeyJson.bytes(given.authenticatorData()),
                        PublicKeyJson.bytes(given.clientDataJson()),
                        PublicKeyJson.bytes(given.signature())));
        input.setAuthenticationParameters(
                new KeycloakWebAuthnAuthenticationParameters(
                        new ServerProperty(
                                new Origin(expected.origin()),
                                expected.rpId(),
                                new DefaultChallenge(challenge)),
                        expected.isUserVerificationRequired()));
        try {
            return user.credentialManager().isValid(input);
        } catch (WebAuthnException e) {
            LOG.debug("A signature is not valid", e);
            return false;
        }
    }
}
