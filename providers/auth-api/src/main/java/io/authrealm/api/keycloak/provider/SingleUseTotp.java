package io.authrealm.api.keycloak.provider;

import io.authrealm.api.store.CredentialTurns;
import io.authrealm.api.store.UsedCodes;
import io.authrealm.api.tenant.TenantSettings;
import java.time.Duration;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.OTPCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.dto.OTPCredentialData;
import org.keycloak.models.utils.CredentialValidation;

/**
 * Replaces Keycloak's own check of an authenticator app's codes, on every way in. In a realm that
 * has opted in, a code is accepted once: also if the realm lets codes be used again, and also if
 * the codes have a counter, which Keycloak reads and writes without a lock.
 */
public final class SingleUseTotp extends OTPCredentialProvider {

    /**
     * Longer than any request takes. A later use of the code is refused by the counter, which the
     * first use has moved.
     */
    private static final Duration COUNTED_CODE_REMEMBERED = Duration.ofMinutes(10);

    SingleUseTotp(KeycloakSession session) {
        super(session);
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        if (TenantSettings.of(realm).isEmpty()) {
            return super.isValid(realm, user, input);
        }
        String id = input.getCredentialId();
        String code = input.getChallengeResponse();
        if (id == null || id.isBlank() || code == null) {
            return false;
        }
        CredentialModel stored = user.credentialManager().getStoredCredentialById(id);
        // Keycloak's own check would fail on a credential that is gone or of another type.
        if (stored == null || !getType().equals(stored.getType())) {
            return false;
        }
        OTPCredentialModel app = OTPCredentialModel.createFromCredentialModel(stored);
        int window = realm.getOTPPolicy().getLookAheadWindow();
        OTPCredentialData data = app.getOTPCredentialData();
        boolean isCounted = OTPCredentialModel.HOTP.equals(data.getSubType());
        return CredentialValidation.validOTP(code, app, window)
                && new UsedCodes(session)
                        .claim(id, code, isCounted ? COUNTED_CODE_REMEMBERED : life(data, window))
                && (!isCounted || new CredentialTurns(session).take(user).contains(id))
                && super.isValid(realm, user, input);
    }

    private static Duration life(OTPCredentialData data, int window) {
        return Duration.ofSeconds((long) data.getPeriod() * (2L * window + 1));
    }
}
