package io.authrealm.api.service.factor;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
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

    /**
     * The types of the factors that stand beside a password: a user who has one counts as protected
     * by a second factor. A passkey does not, because it replaces the password and the password
     * still signs in alone. Recovery codes do not, because they only stand in for another factor.
     */
    public static final Set<String> TYPES_BESIDE_THE_PASSWORD =
            typesOf(TOTP, SECURITY_KEY, MAIL_CODE, TEXT_CODE);

    /**
     * The types of the factors that are codes. A user who has lost phone or mailbox has lost them,
     * so an admin can remove them together. Keys stay.
     */
    public static final Set<String> TYPES_OF_CODES =
            typesOf(TOTP, MAIL_CODE, TEXT_CODE, RECOVERY_CODE);

    private final String type;

    private static Set<String> typesOf(SecondFactor... factors) {
        return Arrays.stream(factors)
                .map(SecondFactor::type)
                .collect(Collectors.toUnmodifiableSet());
    }

    SecondFactor(String type) {
        this.type = type;
    }

    /** The type of Keycloak credential. */
    public String type() {
        return type;
    }

    /**
     * Whether the user has such a factor, be it one that the server cannot check because the
     * operator has switched its feature off. The user is protected by it all the same.
     */
    public boolean isHeldBy(UserModel user) {
        SubjectCredentialManager credentials = user.credentialManager();
        return credentials.isConfiguredFor(type)
                || credentials.getStoredCredentialsByTypeStream(type).findAny().isPresent();
    }

    /** Whether the user has one of the {@link #TYPES_BESIDE_THE_PASSWORD}. */
    static boolean isHeldBesideThePassword(UserModel user) {
        return Arrays.stream(values())
                .filter(factor -> TYPES_BESIDE_THE_PASSWORD.contains(factor.type))
                .anyMatch(factor -> factor.isHeldBy(user));
    }

    /** Whether it is proved by a signature, and not by a code. */
    public boolean isKey() {
        return this == SECURITY_KEY || this == PASSKEY;
    }

    /** The factor whose credentials have this type. */
    public static Optional<SecondFactor> ofType(String type) {
        return Arrays.stream(values()).filter(factor -> factor.type.equals(type)).findAny();
    }
}
