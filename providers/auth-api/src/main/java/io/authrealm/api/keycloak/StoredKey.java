package io.authrealm.api.keycloak;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.models.credential.dto.WebAuthnCredentialData;

/**
 * A security key or passkey of a user, as Keycloak stores it. An admin can import one that Keycloak
 * cannot read. It is one of the user's keys too, and signs nobody in.
 *
 * @param id of the Keycloak credential
 * @param label what the user calls it; may be null
 * @param credentialId what the authenticator calls it, in base64url without padding
 * @param counter the one of its last use
 * @param isUsable whether Keycloak can verify a signature of the key
 */
public record StoredKey(
        KeyKind kind,
        String id,
        String label,
        String credentialId,
        List<String> transports,
        Instant createdAt,
        long counter,
        boolean isUsable) {

    /** The keys of both kinds, the newest first. */
    public static List<StoredKey> of(UserModel user) {
        return Arrays.stream(KeyKind.values())
                .flatMap(kind -> stream(user, kind))
                .sorted(
                        Comparator.comparing(StoredKey::createdAt)
                                .reversed()
                                .thenComparing(StoredKey::id))
                .toList();
    }

    /** The keys of one kind, the newest first. */
    public static List<StoredKey> of(UserModel user, KeyKind kind) {
        return of(user).stream().filter(key -> key.kind() == kind).toList();
    }

    /** The user's key of either kind that is the Keycloak credential {@code id}. */
    public static Optional<StoredKey> find(UserModel user, String id) {
        return of(user).stream().filter(key -> key.id().equals(id)).findAny();
    }

    /** Stores the counter of a use, if the version of Keycloak has not done so. */
    public void storeCounter(UserModel user, long used) {
        CredentialModel credential = user.credentialManager().getStoredCredentialById(id);
        WebAuthnCredentialModel stored =
                WebAuthnCredentialModel.createFromCredentialModel(credential);
        if (stored.getWebAuthnCredentialData().getCounter() != used) {
            stored.updateCounter(used);
            user.credentialManager().updateStoredCredential(stored);
        }
    }

    private static Stream<StoredKey> stream(UserModel user, KeyKind kind) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(kind.credentialType())
                .map(credential -> read(kind, credential));
    }

    private static StoredKey read(KeyKind kind, CredentialModel credential) {
        Optional<WebAuthnCredentialData> data = StoredKeyData.read(credential);
        Long createdAt = credential.getCreatedDate();
        return new StoredKey(
                kind,
                credential.getId(),
                credential.getUserLabel(),
                data.map(StoredKeyData::idOf).orElseGet(() -> StoredKeyData.standInId(credential)),
                data.map(WebAuthnCredentialData::getTransports)
                        .map(StoredKey::sorted)
                        .orElse(List.of()),
                Instant.ofEpochMilli(createdAt == null ? 0 : createdAt),
                data.map(WebAuthnCredentialData::getCounter).orElse(0L),
                data.isPresent());
    }

    private static List<String> sorted(Set<String> transports) {
        return transports.stream().filter(Objects::nonNull).sorted().toList();
    }
}
