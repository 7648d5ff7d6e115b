package io.authrealm.api.keycloak;

import java.util.Arrays;
import java.util.Optional;
import org.keycloak.authentication.requiredactions.WebAuthnPasswordlessRegisterFactory;
import org.keycloak.authentication.requiredactions.WebAuthnRegisterFactory;
import org.keycloak.credential.WebAuthnCredentialProviderFactory;
import org.keycloak.credential.WebAuthnPasswordlessCredentialProviderFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.WebAuthnPolicy;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** The two kinds of WebAuthn credentials that Keycloak knows, each with a policy of the realm. */
public enum KeyKind {
    /** Asked for after the password. */
    SECURITY_KEY(
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            WebAuthnCredentialProviderFactory.PROVIDER_ID,
            WebAuthnRegisterFactory.PROVIDER_ID),

    /** Replaces the password. */
    PASSKEY(
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            WebAuthnPasswordlessCredentialProviderFactory.PROVIDER_ID,
            WebAuthnPasswordlessRegisterFactory.PROVIDER_ID);

    private final String credentialType;
    private final String provider;
    private final String registration;

    KeyKind(String credentialType, String provider, String registration) {
        this.credentialType = credentialType;
        this.provider = provider;
        this.registration = registration;
    }

    static Optional<KeyKind> ofType(String credentialType) {
        return Arrays.stream(values())
                .filter(kind -> kind.credentialType.equals(credentialType))
                .findAny();
    }

    /** The type of Keycloak credential. */
    public String credentialType() {
        return credentialType;
    }

    /** The id of the provider of these credentials. */
    String provider() {
        return provider;
    }

    /** The id of the required action that registers such a key. */
    String registration() {
        return registration;
    }

    WebAuthnPolicy policy(RealmModel realm) {
        return switch (this) {
            case SECURITY_KEY -> realm.getWebAuthnPolicy();
            case PASSKEY -> realm.getWebAuthnPolicyPasswordless();
        };
    }
}
