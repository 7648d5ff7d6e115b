package io.authrealm.api.keycloak;

import io.authrealm.api.keycloak.FlowStep.FormField;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.Map;
import org.keycloak.WebAuthnConstants;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.utils.RecoveryAuthnCodesUtils;

/**
 * What a request has for the steps of a flow: a secret for one type of credential. The names of its
 * fields come from here and never from the client, because the engine obeys some names.
 */
public final class FlowAnswer {

    static final FlowAnswer NONE = new FlowAnswer("", Map.of());

    private final String credentialType;
    private final Map<String, String> fields;

    private FlowAnswer(String credentialType, Map<String, String> fields) {
        this.credentialType = credentialType;
        this.fields = fields;
    }

    /** For the steps that ask for one of both, or for both. */
    public static FlowAnswer password(String username, String password) {
        return new FlowAnswer(
                PasswordCredentialModel.TYPE,
                Map.of(FormField.USERNAME, username, FormField.PASSWORD, password));
    }

    /**
     * A code that was typed in.
     *
     * @param credentialType the kind of code
     */
    public static FlowAnswer code(String credentialType, String code) {
        String field =
                switch (credentialType) {
                    case OTPCredentialModel.TYPE -> FormField.OTP;
                    case RecoveryAuthnCodesCredentialModel.TYPE ->
                            RecoveryAuthnCodesUtils.FIELD_RECOVERY_CODE_IN_BROWSER_FLOW;
                    default -> FormField.CODE;
                };
        return new FlowAnswer(credentialType, Map.of(field, code));
    }

    /**
     * The signature of a key.
     *
     * @param credentialType the kind of key
     */
    public static FlowAnswer key(String credentialType, PublicKeyJson.Assertion given) {
        return new FlowAnswer(
                credentialType,
                Map.of(
                        WebAuthnConstants.CREDENTIAL_ID, given.id(),
                        WebAuthnConstants.CLIENT_DATA_JSON, given.clientDataJson(),
                        WebAuthnConstants.AUTHENTICATOR_DATA, given.authenticatorData(),
                        WebAuthnConstants.SIGNATURE, given.signature(),
                        WebAuthnConstants.USER_HANDLE, given.userHandle().orElse("")));
    }

    boolean fits(FlowStep step) {
        return credentialType.equals(step.credentialType())
                && fields.keySet().containsAll(step.fields());
    }

    Map<String, String> fields() {
        return fields;
    }

    /** The value of a field that the answer has. */
    String get(String field) {
        return fields.get(field);
    }

    /** The values are secrets. */
    @Override
    public String toString() {
        return "FlowAnswer[" + credentialType + "]";
    }
}
