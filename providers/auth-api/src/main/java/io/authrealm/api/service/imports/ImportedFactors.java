package io.authrealm.api.service.imports;

import io.authrealm.api.keycloak.StoredRecoveryCodes;
import io.authrealm.core.imports.RecoveryCode;
import io.authrealm.core.imports.RowFactors;
import io.authrealm.core.imports.TotpSecret;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** Gives a new user the second factors of a row, in Keycloak's form. */
final class ImportedFactors {

    private ImportedFactors() {}

    static void give(UserModel user, RowFactors factors) {
        SubjectCredentialManager credentials = user.credentialManager();
        factors.totp().stream()
                .map(ImportedFactors::credential)
                .forEach(credentials::createStoredCredential);
        List<String> hashes = factors.recoveryCodes().stream().map(RecoveryCode::hash).toList();
        if (!hashes.isEmpty()) {
            credentials.createStoredCredential(dated(StoredRecoveryCodes.of(hashes)));
        }
    }

    private static CredentialModel credential(TotpSecret app) {
        CredentialModel credential =
                OTPCredentialModel.createTOTP(
                        app.secret(),
                        app.digits(),
                        app.period(),
                        app.algorithm(),
                        OTPCredentialModel.SecretEncoding.BASE32.name());
        credential.setUserLabel(app.label());
        return dated(credential);
    }

    private static CredentialModel dated(CredentialModel credential) {
        credential.setCreatedDate(Time.currentTimeMillis());
        return credential;
    }
}
