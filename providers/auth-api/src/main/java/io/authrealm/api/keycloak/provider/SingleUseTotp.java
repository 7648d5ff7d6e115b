package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.StoredApp;
import io.authrealm.api.store.CredentialTurns;
import io.authrealm.api.store.UsedCodes;
import io.authrealm.api.tenant.TenantSettings;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
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
 * the codes have a counter, which Keycloak reads and writes without a lock. An app that cannot be
 * read has no right code.
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
        return Optional.ofNullable(user.credentialManager().getStoredCredentialById(id))
                // Keycloak's own check would fail on a credential that is gone or of another type.
                .filter(stored -> getType().equals(stored.getType()))
                .flatMap(StoredApp::read)
                .filter(app -> isUnusedCode(realm, user, app, code))
                .filter(app -> super.isValid(realm, user, input))
                .isPresent();
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return AccountRemovals.checked(session, context, super.getCredentialTypeMetadata(context));
    }

    private boolean isUnusedCode(
            RealmModel realm, UserModel user, OTPCredentialModel app, String code) {
        int window = realm.getOTPPolicy().getLookAheadWindow();
        OTPCredentialData data = app.getOTPCredentialData();
        boolean isCounted = OTPCredentialModel.HOTP.equals(data.getSubType());
        return CredentialValidation.validOTP(code, app, window)
                && new UsedCodes(session)
                        .claim(
                                app.getId(),
                                code,
                                isCounted ? COUNTED_CODE_REMEMBERED : life(data, window))
                && (!isCounted || new CredentialTurns(session).take(user).contains(app.getId()));
    }

    private static Duration life(OTPCredentialData data, int window) {
        return Duration.ofSeconds((long) data.getPeriod() * (2L * window + 1));
    }
}
