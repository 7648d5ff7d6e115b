package io.authrealm.hashing;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.authrealm.core.hash.HashReading;
import io.authrealm.hashing.compat.StoredPasswords;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Counts the stored passwords of a realm by algorithm, so an admin sees how many old hashes are
 * left.
 */
final class PasswordHashReport {

    private static final String UNREADABLE = "unreadable";

    private static final Set<String> ENCODED =
            Set.of(EncodedPasswordHashProviderFactory.ID, BcryptPasswordHashProviderFactory.ID);

    /**
     * The counts.
     *
     * @param total all passwords of the realm
     * @param upToDate those with the realm's present algorithm and parameters
     * @param byAlgorithm imported hashes by the format of their string; {@code unreadable} for
     *     those that no password can match
     */
    record Counts(
            long total,
            @JsonProperty("up_to_date") long upToDate,
            @JsonProperty("by_algorithm") Map<String, Long> byAlgorithm) {}

    private final KeycloakSession session;
    private final RealmModel realm;
    private final PasswordHashing hashing;
    private final PasswordHashProvider target;
    private final Map<String, Long> byAlgorithm = new TreeMap<>();
    private long upToDate;

    PasswordHashReport(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.hashing = session.getProvider(PasswordHashing.class);
        this.target = PasswordUpgrade.target(session, realm.getPasswordPolicy());
    }

    /** Reads every password of the realm once: some seconds for each million. */
    Counts count() {
        new StoredPasswords(session).forEachPassword(realm, this::add);
        long total = byAlgorithm.values().stream().mapToLong(Long::longValue).sum();
        return new Counts(total, upToDate, byAlgorithm);
    }

    private void add(String credentialData, String secretData) {
        CredentialModel stored = new CredentialModel();
        stored.setType(PasswordCredentialModel.TYPE);
        stored.setCredentialData(credentialData);
        stored.setSecretData(secretData);
        String algorithm = UNREADABLE;
        try {
            PasswordCredentialModel password =
                    PasswordCredentialModel.createFromCredentialModel(stored);
            algorithm = algorithmOf(password);
            PasswordPolicy policy = realm.getPasswordPolicy();
            if (target.policyCheck(policy, password)) {
                upToDate++;
            }
        } catch (RuntimeException e) {
            // Keycloak cannot read this row either. It is counted as unreadable.
        }
        byAlgorithm.merge(algorithm, 1L, Long::sum);
    }

    private String algorithmOf(PasswordCredentialModel password) {
        String stored = password.getPasswordCredentialData().getAlgorithm();
        if (StoredArgon2.ALGORITHM.equals(stored)) {
            return StoredArgon2.of(password)
                    .map(argon2 -> argon2.parameters().type().label())
                    .orElse(UNREADABLE);
        }
        if (!ENCODED.contains(stored)) {
            return stored;
        }
        HashReading reading = hashing.formats().read(password.getPasswordSecretData().getValue());
        return reading instanceof HashReading.Verifiable readable
                ? readable.hash().algorithm()
                : UNREADABLE;
    }
}
