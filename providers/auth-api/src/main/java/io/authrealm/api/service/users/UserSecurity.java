package io.authrealm.api.service.users;

import io.authrealm.api.service.factor.RecoveryCodes;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.store.KeyUses;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * How an account is protected.
 *
 * @param isMfaRequired whether an admin demands a second factor of the user
 * @param hasSecondFactor whether the user has one
 * @param hasTotp whether the user has an authenticator app
 * @param codeFactors the number of factors that send a code
 * @param passkeys the number of passkeys, including those for a second factor
 * @param recoveryCodes the number of unused ones
 * @param sessions the number of active ones
 * @param devices the number of kinds of browser or app in these sessions
 * @param hasPassword whether there is one, here or in a directory
 * @param passkeyLastUsedAt null if none was used
 * @param passwordChangedAt null if there is none, or if it is in a directory
 */
public record UserSecurity(
        boolean isMfaRequired,
        boolean hasSecondFactor,
        boolean hasTotp,
        int codeFactors,
        int passkeys,
        int recoveryCodes,
        int sessions,
        int devices,
        boolean hasPassword,
        Instant passkeyLastUsedAt,
        Instant passwordChangedAt) {

    /** The user's protection now. */
    public static UserSecurity of(KeycloakSession session, Tenant tenant, UserModel user) {
        Map<String, List<CredentialModel>> credentials =
                user.credentialManager()
                        .getStoredCredentialsStream()
                        .collect(Collectors.groupingBy(CredentialModel::getType));
        Sessions sessions = new Sessions(session, tenant);
        return new UserSecurity(
                SecondFactorDemand.isMadeOf(user),
                hasSecondFactor(user),
                user.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE),
                count(credentials, SecondFactor.MAIL_CODE.type())
                        + count(credentials, SecondFactor.TEXT_CODE.type()),
                count(credentials, WebAuthnCredentialModel.TYPE_PASSWORDLESS)
                        + count(credentials, WebAuthnCredentialModel.TYPE_TWOFACTOR),
                RecoveryCodes.status(user).remaining(),
                sessions.count(user),
                (int)
                        sessions.active(user).stream()
                                .map(Sessions.ActiveSession::userAgent)
                                .distinct()
                                .count(),
                user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE),
                lastUseOf(credentials, KeyUses.lastUses(session, user)),
                credentials.getOrDefault(PasswordCredentialModel.TYPE, List.of()).stream()
                        .map(CredentialModel::getCreatedDate)
                        .filter(date -> date != null)
                        .map(Instant::ofEpochMilli)
                        .findFirst()
                        .orElse(null));
    }

    /** A key that was removed in the console may have left its last use behind. */
    private static Instant lastUseOf(
            Map<String, List<CredentialModel>> credentials, Map<String, Instant> uses) {
        return credentials.values().stream()
                .flatMap(List::stream)
                .map(credential -> uses.get(credential.getId()))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    static boolean hasSecondFactor(UserModel user) {
        return SecondFactor.TYPES_BESIDE_THE_PASSWORD.stream()
                .anyMatch(user.credentialManager()::isConfiguredFor);
    }

    private static int count(Map<String, List<CredentialModel>> credentials, String type) {
        return credentials.getOrDefault(type, List.of()).size();
    }
}
