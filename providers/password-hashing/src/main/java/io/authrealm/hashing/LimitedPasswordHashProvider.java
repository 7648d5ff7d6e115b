package io.authrealm.hashing;

import io.authrealm.core.text.OpaqueString;
import io.authrealm.hashing.compat.DummyHash;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.credential.PasswordCredentialModel;

/** One of Keycloak's own providers, behind the limiter that all hashes share. */
final class LimitedPasswordHashProvider implements PasswordHashProvider {

    /** Some seconds of work; a hundred times the highest recommendation so far. */
    private static final int MAX_ITERATIONS = 10_000_000;

    private final KeycloakSession session;
    private final PasswordHashing hashing;
    private final String algorithm;
    private final PasswordHashProvider keycloaks;

    LimitedPasswordHashProvider(
            KeycloakSession session, String algorithm, PasswordHashProvider keycloaks) {
        this.session = session;
        this.hashing = session.getProvider(PasswordHashing.class);
        this.algorithm = algorithm;
        this.keycloaks = keycloaks;
    }

    @Override
    public boolean policyCheck(PasswordPolicy policy, PasswordCredentialModel credential) {
        return PasswordUpgrade.isUnderWay(session, credential)
                || (isOfThisAlgorithm(credential) && keycloaks.policyCheck(policy, credential));
    }

    /**
     * Keycloak's own would interpret the value of any other algorithm as its own, and may throw.
     */
    private boolean isOfThisAlgorithm(PasswordCredentialModel credential) {
        return algorithm.equals(credential.getPasswordCredentialData().getAlgorithm());
    }

    @Override
    public @Nullable PasswordCredentialModel encodedCredential(String rawPassword, int iterations) {
        try {
            return hashing.admitted(
                    session,
                    algorithm,
                    0,
                    () -> keycloaks.encodedCredential(OpaqueString.of(rawPassword), iterations));
        } catch (HashingBusyException e) {
            if (DummyHash.isAsked()) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public boolean verify(String rawPassword, PasswordCredentialModel credential) {
        return PasswordForms.anyMatches(rawPassword, form -> matches(form, credential));
    }

    private boolean matches(String form, PasswordCredentialModel credential) {
        if (credential.getPasswordCredentialData().getHashIterations() > MAX_ITERATIONS) {
            UnreadableHashes.refuse(session, credential, "it has too many iterations");
            return false;
        }
        boolean isRight =
                hashing.admitted(session, algorithm, 0, () -> keycloaks.verify(form, credential));
        if (isRight) {
            PasswordUpgrade.afterwards(session, form, credential, algorithm);
        }
        return isRight;
    }

    @Override
    public String credentialHashingStrength(PasswordCredentialModel credential) {
        return keycloaks.credentialHashingStrength(credential);
    }

    @Override
    public void close() {
        keycloaks.close();
    }
}
