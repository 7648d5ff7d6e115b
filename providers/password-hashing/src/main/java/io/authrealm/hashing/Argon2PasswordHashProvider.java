package io.authrealm.hashing;

import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.core.hash.Argon2Bounds;
import io.authrealm.core.text.OpaqueString;
import io.authrealm.hashing.compat.DummyHash;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Argon2 (RFC 9106) as a replacement for Keycloak's own provider. It stores hashes in the same
 * form, with parameters that a realm can set.
 */
final class Argon2PasswordHashProvider implements PasswordHashProvider {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeycloakSession session;
    private final PasswordHashing hashing;
    private final Argon2Settings settings;

    Argon2PasswordHashProvider(
            KeycloakSession session, PasswordHashing hashing, Argon2Settings settings) {
        this.session = session;
        this.hashing = hashing;
        this.settings = settings;
    }

    @Override
    public boolean policyCheck(PasswordPolicy policy, PasswordCredentialModel credential) {
        return PasswordUpgrade.isUnderWay(session, credential) || isCurrent(policy, credential);
    }

    /** Whether the credential has the parameters that a new one in the realm would get. */
    boolean isCurrent(PasswordPolicy policy, PasswordCredentialModel credential) {
        return StoredArgon2.ALGORITHM.equals(credential.getPasswordCredentialData().getAlgorithm())
                && StoredArgon2.of(credential)
                        .map(StoredArgon2::parameters)
                        .filter(settings.in(policy).parameters()::equals)
                        .isPresent();
    }

    @Override
    public @Nullable PasswordCredentialModel encodedCredential(String rawPassword, int iterations) {
        RealmModel realm = session.getContext().getRealm();
        Argon2Parameters parameters =
                settings.in(realm == null ? null : realm.getPasswordPolicy()).parameters();
        byte[] password =
                PasswordBytes.of(OpaqueString.of(rawPassword))
                        .orElseThrow(() -> new ModelException("The password is not valid text"));
        byte[] salt = new byte[Argon2Settings.SALT_BYTES];
        RANDOM.nextBytes(salt);
        try {
            byte[] tag = tag(parameters, password, salt);
            return new StoredArgon2(parameters, salt, tag).toCredential();
        } catch (HashingBusyException e) {
            if (DummyHash.isAsked()) {
                return null;
            }
            throw e;
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    @Override
    public boolean verify(String rawPassword, PasswordCredentialModel credential) {
        return PasswordForms.anyMatches(rawPassword, form -> matches(form, credential));
    }

    private boolean matches(String form, PasswordCredentialModel credential) {
        Optional<byte[]> password = PasswordBytes.of(form);
        Optional<StoredArgon2> stored = StoredArgon2.of(credential);
        if (stored.isEmpty()) {
            UnreadableHashes.refuse(session, credential, "its parameters are not Argon2's");
            return false;
        }
        Argon2Parameters parameters = stored.get().parameters();
        if (!Argon2Bounds.hold(parameters, hashing.maxMemoryBytes())) {
            UnreadableHashes.refuse(session, credential, "it costs more than is allowed");
            return false;
        }
        if (password.isEmpty()) {
            TimingHash.compute(session);
            return false;
        }
        try {
            byte[] tag = tag(parameters, password.get(), stored.get().salt());
            boolean isRight = MessageDigest.isEqual(tag, stored.get().tag());
            if (isRight) {
                PasswordUpgrade.afterwards(session, form, credential, parameters.type().label());
            }
            return isRight;
        } finally {
            Arrays.fill(password.get(), (byte) 0);
        }
    }

    @Override
    public String credentialHashingStrength(PasswordCredentialModel credential) {
        return StoredArgon2.of(credential)
                .map(stored -> stored.parameters().costs())
                .orElse("unreadable");
    }

    private byte[] tag(Argon2Parameters parameters, byte[] password, byte[] salt) {
        return hashing.admitted(
                session,
                parameters.type().label(),
                1024L * parameters.blocks(),
                () -> hashing.argon2().hash(parameters, Argon2Input.of(password, salt)));
    }

    @Override
    public void close() {}
}
