package io.authrealm.api.keycloak;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialMetadata;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.WebAuthnCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * What holds a key, such as a password manager or a model of security keys. The server has a list
 * of their names, and a key says itself which one it is in.
 */
public final class KeyMakers {

    /** What the console's text about it is called. */
    private static final String NAME = "webauthn-authenticator-provider";

    private KeyMakers() {}

    /** The names, by the ids of the user's credentials; those that are not known are left out. */
    public static Map<String, String> namesOf(KeycloakSession session, UserModel user) {
        Map<String, String> names = new HashMap<>();
        for (KeyKind kind : KeyKind.values()) {
            if (session.getProvider(CredentialProvider.class, kind.provider())
                    instanceof WebAuthnCredentialProvider provider) {
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(kind.credentialType())
                        .forEach(
                                key ->
                                        name(provider, key)
                                                .ifPresent(name -> names.put(key.getId(), name)));
            }
        }
        return names;
    }

    private static Optional<String> name(WebAuthnCredentialProvider provider, CredentialModel key) {
        List<CredentialMetadata.LocalizedMessage> properties =
                provider.getCredentialMetadata(
                                WebAuthnCredentialModel.createFromCredentialModel(key), null)
                        .getInfoProperties();
        return properties == null
                ? Optional.empty()
                : properties.stream()
                        .filter(property -> NAME.equals(property.getKey()))
                        .flatMap(KeyMakers::parameters)
                        .findFirst();
    }

    private static Stream<String> parameters(CredentialMetadata.LocalizedMessage property) {
        return Arrays.stream(property.getParameters()).map(String::valueOf);
    }
}
