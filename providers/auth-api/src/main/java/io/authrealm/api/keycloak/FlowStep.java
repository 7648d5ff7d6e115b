package io.authrealm.api.keycloak;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.keycloak.WebAuthnConstants;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.models.utils.RecoveryAuthnCodesUtils;

/**
 * The steps of a flow that have a JSON form: which authenticator asks, which form fields answer it,
 * and which credential a wrong answer guesses at. Any other step ends in {@link
 * FlowOutcome.Unsupported}, unless the user can choose one of these in its place.
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
    /** It looks for the organization of the name, and lets the next step ask for the password. */
    ORGANIZATION("organization", PasswordCredentialModel.TYPE, FormField.USERNAME),
    PASSWORD("auth-password-form", PasswordCredentialModel.TYPE, FormField.PASSWORD),
    TOTP("auth-otp-form", OTPCredentialModel.TYPE, FormField.OTP),
    CONDITIONAL_TOTP("auth-conditional-otp-form", OTPCredentialModel.TYPE, FormField.OTP),
    RECOVERY_CODE(
            "auth-recovery-authn-code-form",
            RecoveryAuthnCodesCredentialModel.TYPE,
            RecoveryAuthnCodesUtils.FIELD_RECOVERY_CODE_IN_BROWSER_FLOW),
    SECURITY_KEY(
            "webauthn-authenticator", WebAuthnCredentialModel.TYPE_TWOFACTOR, FormField.OF_A_KEY),
    PASSKEY(
            "webauthn-authenticator-passwordless",
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            FormField.OF_A_KEY),
    MAIL_CODE(FlowStep.MAIL_CODE_TYPE, FlowStep.MAIL_CODE_TYPE, FormField.CODE),
    TEXT_CODE(FlowStep.TEXT_CODE_TYPE, FlowStep.TEXT_CODE_TYPE, FormField.CODE);

    static final String MAIL_CODE_TYPE = "authrealm-mail-code";
    static final String TEXT_CODE_TYPE = "authrealm-text-code";

    /** The names of form fields; Keycloak's, except for {@link #CODE}. */
    static final class FormField {
        static final String USERNAME = "username";
        static final String PASSWORD = "password";
        static final String OTP = "otp";
        static final String CODE = "code";

        /** Names one of several devices; optional. */
        static final String OTP_DEVICE = "selectedCredentialId";

        /**
         * The step for passkeys skips itself if the last one is missing, and not if it is blank.
         */
        static final String[] OF_A_KEY = {
            WebAuthnConstants.CREDENTIAL_ID,
            WebAuthnConstants.CLIENT_DATA_JSON,
            WebAuthnConstants.AUTHENTICATOR_DATA,
            WebAuthnConstants.SIGNATURE,
            WebAuthnConstants.USER_HANDLE
        };

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
        return !credentialType.equals(PasswordCredentialModel.TYPE);
    }

    /** Whether the step verifies the password. */
    boolean isPassword() {
        return fields.contains(FormField.PASSWORD);
    }

    /** Whether the step verifies a code of an authenticator app. */
    boolean isTotp() {
        return fields.contains(FormField.OTP);
    }

    /** Whether the step verifies the signature of a key. */
    boolean isKey() {
        return fields.contains(WebAuthnConstants.SIGNATURE);
    }

    Set<String> fields() {
        return fields;
    }
}
