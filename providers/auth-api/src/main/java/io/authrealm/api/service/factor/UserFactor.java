package io.authrealm.api.service.factor;

import io.authrealm.api.store.KeyUses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * One second factor of a user.
 *
 * @param id of the credential
 * @param name what the user calls it; may be null
 * @param createdAt may be null
 * @param lastUsedAt null if it is no key, or one whose use was not recorded yet
 */
public record UserFactor(
        String id, SecondFactor kind, String name, Instant createdAt, Instant lastUsedAt) {

    /** The user's factors, in the order in which Keycloak offers them. */
    public static List<UserFactor> of(KeycloakSession session, UserModel user) {
        Map<String, Instant> lastUses = KeyUses.lastUses(session, user);
        return user.credentialManager()
                .getStoredCredentialsStream()
                .flatMap(credential -> of(credential, lastUses).stream())
                .toList();
    }

    private static Optional<UserFactor> of(
            CredentialModel credential, Map<String, Instant> lastUses) {
        return SecondFactor.ofType(credential.getType())
                .map(
                        kind ->
                                new UserFactor(
                                        credential.getId(),
                                        kind,
                                        credential.getUserLabel(),
                                        credential.getCreatedDate() == null
                                                ? null
                                                : Instant.ofEpochMilli(credential.getCreatedDate()),
                                        lastUses.get(credential.getId())));
    }
}
