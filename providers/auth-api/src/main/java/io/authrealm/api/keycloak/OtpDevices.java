package io.authrealm.api.keycloak;

import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.CredentialValidation;

/**
 * The authenticator apps of a user. A page lets the user choose one; a code alone has to do here.
 */
final class OtpDevices {

    private OtpDevices() {}

    /**
     * The credential that a code belongs to. It only looks: the step verifies the code and uses it
     * up. There is none if the user has but one device, or if the code is none's.
     */
    static Optional<String> ofCode(RealmModel realm, UserModel user, String code) {
        List<CredentialModel> devices =
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(OTPCredentialModel.TYPE)
                        .toList();
        return devices.size() < 2
                ? Optional.empty()
                : devices.stream()
                        .filter(device -> isOf(realm, device, code))
                        .map(CredentialModel::getId)
                        .findFirst();
    }

    private static boolean isOf(RealmModel realm, CredentialModel device, String code) {
        int window = realm.getOTPPolicy().getLookAheadWindow();
        return StoredApp.read(device)
                .filter(app -> CredentialValidation.validOTP(code, app, window))
                .isPresent();
    }
}
