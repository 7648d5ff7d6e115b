package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.KeyAssertion;
import io.authrealm.api.keycloak.StoredKey;
import io.authrealm.api.store.KeyUses;
import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.core.webauthn.AuthenticatorFlags;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.keycloak.credential.CredentialInput;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * One use of a key, in the API or on a page. Keycloak verifies it. This class adds what Keycloak
 * leaves out in some versions or in all of them: authenticator data of a strange shape is not
 * parsed, a key that cannot be read verifies nothing, a counter that does not advance is refused
 * and the real one is stored, a key that changes whether it can be copied is refused, and the use
 * is recorded. In a realm that has not opted in, only Keycloak decides.
 */
final class TrackedUse {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;

    /** Nothing if there is nothing to watch. */
    private final Optional<KeyAssertion.Use> use;

    private TrackedUse(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            Optional<KeyAssertion.Use> use) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.use = use;
    }

    static TrackedUse of(
            KeycloakSession session, RealmModel realm, UserModel user, CredentialInput input) {
        boolean isWatched = TenantSettings.of(realm).isPresent();
        return new TrackedUse(
                session,
                realm,
                user,
                isWatched ? KeyAssertion.useOf(user, input) : Optional.empty());
    }

    /**
     * @param byKeycloak what Keycloak says about the use
     */
    boolean isValid(BooleanSupplier byKeycloak) {
        return use.map(watched -> isValid(watched, byKeycloak)).orElseGet(byKeycloak::getAsBoolean);
    }

    private boolean isValid(KeyAssertion.Use watched, BooleanSupplier byKeycloak) {
        Optional<AuthenticatorFlags> flags = AuthenticatorFlags.read(watched.authenticatorData());
        return watched.key().isUsable()
                && flags.isPresent()
                && isSameKey(watched.key(), flags.get())
                && byKeycloak.getAsBoolean()
                && record(watched.key(), flags.get());
    }

    private boolean isSameKey(StoredKey key, AuthenticatorFlags flags) {
        boolean isCounterAhead =
                flags.counter() > key.counter() || (flags.counter() == 0 && key.counter() == 0);
        return isCounterAhead
                && KeyUses.isBackupEligible(session, key.id())
                        .map(before -> before == flags.backupEligible())
                        .orElse(true);
    }

    private boolean record(StoredKey key, AuthenticatorFlags flags) {
        key.storeCounter(user, flags.counter());
        KeyUses.usedIfCommitted(
                session,
                realm,
                user,
                key.id(),
                new KeyUses.Backup(flags.backupEligible(), flags.backedUp()));
        return true;
    }
}
