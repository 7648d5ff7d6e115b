package io.authrealm.api.keycloak;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * The steps of a flow that have a JSON form: which authenticator asks, which form fields answer it,
 * and which credential a wrong answer guesses at. Any other step ends in {@link
 * FlowOutcome.Unsupported}.
 */
public enum FlowStep {
    AUTHREALM_PASSWORD(
            "authrealm-password",
            PasswordCredentialModel.TYPE,
            FormField.USERNAME,
            FormField.PASSWORD),
    USERNAME_PASSWORD(
            "auth-username-password-form",
            PasswordCredentialModel.TYPE,
            FormField.USERNAME,
            FormField.PASSWORD),
    USERNAME("auth-username-form", PasswordCredentialModel.TYPE, FormField.USERNAME),
    PASSWORD("auth-password-form", PasswordCredentialModel.TYPE, FormField.PASSWORD),
    TOTP("auth-otp-form", OTPCredentialModel.TYPE, FormField.OTP);

    /** The names of Keycloak's form fields. */
    public static final class FormField {
        public static final String USERNAME = "username";
        public static final String PASSWORD = "password";
        public static final String OTP = "otp";

        private FormField() {}
    }

    private final String authenticator;
    private final String credentialType;
    private final Set<String> fields;

    FlowStep(String authenticator, String credentialType, String... fields) {
        this.authenticator = authenticator;
        this.credentialType = credentialType;
        this.fields = Set.of(fields);
    }

    static Optional<FlowStep> of(String authenticator) {
        return Arrays.stream(values()).filter(s -> s.authenticator.equals(authenticator)).findAny();
    }

    /** The type of Keycloak credential that this step verifies. */
    public String credentialType() {
        return credentialType;
    }

    /** Whether the step asks for more than name and password. */
    public boolean isSecondFactor() {
        return this == TOTP;
    }

    /** Whether the step verifies the password. */
    boolean isPassword() {
        return fields.contains(FormField.PASSWORD);
    }

    Set<String> fields() {
        return fields;
    }
}
