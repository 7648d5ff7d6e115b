package io.authrealm.api.service.factor;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** What a user can answer a second-factor challenge with. Each is a type of Keycloak credential. */
public enum SecondFactor {
    /** A code of an authenticator app (RFC 6238, or RFC 4226 if the realm says so). */
    TOTP(OTPCredentialModel.TYPE),

    /** A security key (WebAuthn). */
    SECURITY_KEY(WebAuthnCredentialModel.TYPE_TWOFACTOR),

    /**
     * A passkey. It counts although it replaces the password: the user owns and unlocks a device.
     */
    PASSKEY(WebAuthnCredentialModel.TYPE_PASSWORDLESS),

    /** A code that is sent by mail. */
    MAIL_CODE("authrealm-mail-code"),

    /** A code that is sent as a text message. */
    TEXT_CODE("authrealm-text-code"),

    /** One of the codes that the user has written down. */
    RECOVERY_CODE(RecoveryAuthnCodesCredentialModel.TYPE);

    /** The types of all factors. */
    public static final Set<String> TYPES =
            Arrays.stream(values()).map(SecondFactor::type).collect(Collectors.toUnmodifiableSet());

    private final String type;

    SecondFactor(String type) {
        this.type = type;
    }

    /** The type of Keycloak credential. */
    public String type() {
        return type;
    }

    /** The factor whose credentials have this type. */
    public static Optional<SecondFactor> ofType(String type) {
        return Arrays.stream(values()).filter(factor -> factor.type.equals(type)).findAny();
    }
}
