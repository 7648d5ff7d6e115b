package io.authrealm.hashing;

import io.authrealm.core.hash.EncodedHash;
import io.authrealm.core.hash.HashReading;
import java.util.Arrays;
import java.util.Optional;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Verifies a hash of another system, which was imported unchanged as the value of the credential's
 * secret data. It creates none: a realm whose policy names this algorithm gets Argon2.
 */
final class EncodedPasswordHashProvider implements PasswordHashProvider {

    private final KeycloakSession session;
    private final PasswordHashing hashing;

    EncodedPasswordHashProvider(KeycloakSession session, PasswordHashing hashing) {
        this.session = session;
        this.hashing = hashing;
    }

    @Override
    public boolean policyCheck(PasswordPolicy policy, PasswordCredentialModel credential) {
        return argon2().policyCheck(policy, credential);
    }

    @Override
    public PasswordCredentialModel encodedCredential(String rawPassword, int iterations) {
        return argon2().encodedCredential(rawPassword, iterations);
    }

    @Override
    public boolean verify(String rawPassword, PasswordCredentialModel credential) {
        return PasswordForms.anyMatches(rawPassword, form -> matches(form, credential));
    }

    private boolean matches(String form, PasswordCredentialModel credential) {
        HashReading reading = read(credential);
        if (reading instanceof HashReading.Refused refused) {
            UnreadableHashes.refuse(session, credential, refused.reason());
            return false;
        }
        Optional<byte[]> password = PasswordBytes.of(form);
        if (password.isEmpty()) {
            TimingHash.compute(session);
            return false;
        }
        EncodedHash hash = ((HashReading.Verifiable) reading).hash();
        try {
            boolean isRight =
                    hashing.admitted(
                            session,
                            hash.algorithm(),
                            hash.memoryBytes(),
                            () -> hash.matches(password.get()));
            if (isRight) {
                PasswordUpgrade.afterwards(session, form, credential, hash.algorithm());
            }
            return isRight;
        } finally {
            Arrays.fill(password.get(), (byte) 0);
        }
    }

    @Override
    public String credentialHashingStrength(PasswordCredentialModel credential) {
        return read(credential) instanceof HashReading.Verifiable readable
                ? readable.hash().algorithm() + "[" + readable.hash().strength() + "]"
                : "unreadable";
    }

    private HashReading read(PasswordCredentialModel credential) {
        return hashing.formats()
                .read(
                        credential.getPasswordSecretData() == null
                                ? null
                                : credential.getPasswordSecretData().getValue());
    }

    private PasswordHashProvider argon2() {
        return session.getProvider(PasswordHashProvider.class, StoredArgon2.ALGORITHM);
    }

    @Override
    public void close() {}
}
