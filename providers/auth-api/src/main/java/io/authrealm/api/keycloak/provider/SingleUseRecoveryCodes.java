package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.StoredRecoveryCodes;
import io.authrealm.api.store.CredentialTurns;
import io.authrealm.api.store.UsedCodes;
import io.authrealm.api.tenant.TenantSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.credential.RecoveryAuthnCodesCredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.dto.RecoveryAuthnCodeRepresentation;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesSecretData;
import org.keycloak.models.utils.RecoveryAuthnCodesUtils;
import org.keycloak.util.JsonSerialization;

/**
 * Replaces Keycloak's own check of recovery codes, on every way in. In a realm that has opted in,
 * any code that is not used yet is right, and not only the next one, and each is accepted once.
 * What is stored keeps Keycloak's form. If imported codes cannot be read, none is right.
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

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return AccountRemovals.checked(session, context, super.getCredentialTypeMetadata(context));
    }

    /** Takes the code out of what is stored now. With the last one, the credential goes. */
    private static boolean use(UserModel user, String id, String code) {
        CredentialModel codes = user.credentialManager().getStoredCredentialById(id);
        RecoveryAuthnCodeRepresentation used =
                codes == null ? null : find(codes, code).orElse(null);
        if (used == null) {
            return false;
        }
        StoredRecoveryCodes stored = StoredRecoveryCodes.read(codes).orElseThrow();
        List<RecoveryAuthnCodeRepresentation> left =
                stored.unused().stream()
                        .filter(
                                c ->
                                        !c.getEncodedHashedValue()
                                                .equals(used.getEncodedHashedValue()))
                        .toList();
        if (left.isEmpty()) {
            return user.credentialManager().removeStoredCredentialById(id);
        }
        stored.data().setRemainingCodes(left.size());
        codes.setSecretData(write(new RecoveryAuthnCodesSecretData(left)));
        codes.setCredentialData(write(stored.data()));
        user.credentialManager()
                .updateStoredCredential(
                        RecoveryAuthnCodesCredentialModel.createFromCredentialModel(codes));
        return true;
    }

    /** The stored code that is this one. It compares with each, so the time tells no number. */
    private static Optional<RecoveryAuthnCodeRepresentation> find(
            CredentialModel codes, String code) {
        return unused(codes).stream()
                .filter(
                        c ->
                                RecoveryAuthnCodesUtils.verifyRecoveryCodeInput(
                                        code, c.getEncodedHashedValue()))
                .reduce((first, second) -> first);
    }

    private static List<RecoveryAuthnCodeRepresentation> unused(CredentialModel codes) {
        return StoredRecoveryCodes.read(codes).map(StoredRecoveryCodes::unused).orElse(List.of());
    }

    private static String write(Object data) {
        try {
            return JsonSerialization.writeValueAsString(data);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
