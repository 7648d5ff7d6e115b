package io.authrealm.api.service.users;

import io.authrealm.api.service.factor.SecondFactor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

/**
 * One second factor of a user.
 *
 * @param id of the credential
 * @param name what the user calls it; may be null
 * @param createdAt may be null
 */
public record UserFactor(String id, SecondFactor kind, String name, Instant createdAt) {

    /** The user's factors, in the order in which Keycloak offers them. */
    static List<UserFactor> of(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsStream()
                .flatMap(credential -> of(credential).stream())
                .toList();
    }

    private static Optional<UserFactor> of(CredentialModel credential) {
        return SecondFactor.ofType(credential.getType())
                .map(
                        kind ->
                                new UserFactor(
                                        credential.getId(),
                                        kind,
                                        credential.getUserLabel(),
                                        credential.getCreatedDate() == null
                                                ? null
                                                : Instant.ofEpochMilli(
                                                        credential.getCreatedDate())));
    }
}
