package io.authrealm.api.keycloak.provider;

import io.authrealm.api.store.CredentialTurns;
import io.authrealm.api.store.UsedCodes;
import io.authrealm.api.tenant.TenantSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.RecoveryAuthnCodesCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.dto.RecoveryAuthnCodeRepresentation;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesCredentialData;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesSecretData;
import org.keycloak.models.utils.RecoveryAuthnCodesUtils;
import org.keycloak.util.JsonSerialization;

/**
 * Replaces Keycloak's own check of recovery codes, on every way in. In a realm that has opted in,
 * any code that is not used yet is right, and not only the next one, and each is accepted once.
 * What is stored keeps Keycloak's form.
 */
public final class SingleUseRecoveryCodes extends RecoveryAuthnCodesCredentialProvider {

    /** Longer than any request takes. Later, the code is no longer stored. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final KeycloakSession session;

    SingleUseRecoveryCodes(KeycloakSession session) {
        super(session);
        this.session = session;
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        if (TenantSettings.of(realm).isEmpty()) {
            return super.isValid(realm, user, input);
        }
        String code = input.getChallengeResponse();
        CredentialModel codes =
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(getType())
                        .findFirst()
                        .orElse(null);
        return code != null
                && codes != null
                && find(codes, code).isPresent()
                && new UsedCodes(session).claim(codes.getId(), code, REMEMBERED)
                && new CredentialTurns(session).take(user).contains(codes.getId())
                && use(user, codes.getId(), code);
    }

    /** Takes the code out of what is stored now. */
    private static boolean use(UserModel user, String id, String code) {
        CredentialModel codes = user.credentialManager().getStoredCredentialById(id);
        RecoveryAuthnCodeRepresentation used =
                codes == null ? null : find(codes, code).orElse(null);
        if (used == null) {
            return false;
        }
        List<RecoveryAuthnCodeRepresentation> left =
                stored(codes).stream().filter(c -> c.getNumber() != used.getNumber()).toList();
        RecoveryAuthnCodesCredentialData data =
                read(codes.getCredentialData(), RecoveryAuthnCodesCredentialData.class);
        data.setRemainingCodes(left.size());
        codes.setSecretData(write(new RecoveryAuthnCodesSecretData(left)));
        codes.setCredentialData(write(data));
        user.credentialManager()
                .updateStoredCredential(
                        RecoveryAuthnCodesCredentialModel.createFromCredentialModel(codes));
        return true;
    }

    /** The stored code that is this one. It compares with each, so the time tells no number. */
    private static Optional<RecoveryAuthnCodeRepresentation> find(
            CredentialModel codes, String code) {
        return stored(codes).stream()
                .filter(
                        c ->
                                RecoveryAuthnCodesUtils.verifyRecoveryCodeInput(
                                        code, c.getEncodedHashedValue()))
                .reduce((first, second) -> first);
    }

    private static List<RecoveryAuthnCodeRepresentation> stored(CredentialModel codes) {
        return read(codes.getSecretData(), RecoveryAuthnCodesSecretData.class).getCodes();
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JsonSerialization.readValue(json, type);
        } catch (IOException e) {
            // Without its cause, whose text would quote what is stored.
            throw new IllegalStateException("unreadable recovery codes");
        }
    }

    private static String write(Object data) {
        try {
            return JsonSerialization.writeValueAsString(data);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
