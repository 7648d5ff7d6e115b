package io.authrealm.api.service.password;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.signin.Lockout;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.hashing.HashingBusyException;
import io.authrealm.hashing.PasswordCheck;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;

/** A signed-in user's own password. */
public final class Passwords {

    /** How a change of password ends. */
    public sealed interface ChangeResult {

        record Changed() implements ChangeResult {}

        record WrongCurrentPassword() implements ChangeResult {}

        /** Too many wrong passwords, here or at a sign-in; nothing was looked at. */
        record Locked(int retryAfterSeconds) implements ChangeResult {}

        /** Too many attempts on this account are waiting already. */
        record Busy() implements ChangeResult {}

        /** The realm's password policy refuses it. */
        record Refused(PasswordRefusal refusal) implements ChangeResult {}

        /** The server computes too many password hashes already; nothing was changed. */
        record Overloaded(int retryAfterSeconds) implements ChangeResult {}

        /** The password belongs to a directory that this server may only read. */
        record ReadOnly() implements ChangeResult {}
    }

    private final KeycloakSession session;
    private final KeyedGate gate;
    private final Tenant tenant;
    private final Lockout lockout;

    public Passwords(KeycloakSession session, SignInProtection protection, Tenant tenant) {
        this.session = session;
        this.gate = protection.gate();
        this.tenant = tenant;
        this.lockout = new Lockout(session, protection, tenant, tenant);
    }

    public boolean isSet(UserModel user) {
        return user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE);
    }

    /**
     * Sets a new password and ends the user's other sessions.
     *
     * @param current required if the user has a password; may be null
     */
    public ChangeResult change(
            UserModel user, UserSessionModel own, String current, String replacement) {
        EventBuilder event =
                ApiEvents.open(session, tenant, EventType.UPDATE_CREDENTIAL)
                        .user(user)
                        .session(own)
                        .detail(Details.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE);
        AccountState before = AccountState.asSeenIn(session, user);
        if (!isSet(user)) {
            return replace(user, own, before, replacement, event);
        }
        return unlessWrong(user, current, event)
                .orElseGet(() -> replace(user, own, before, replacement, event));
    }

    /**
     * A guess at the current password is a guess at the password for sign-in, and counts the same.
     */
    private Optional<ChangeResult> unlessWrong(UserModel user, String current, EventBuilder event) {
        String address = user.getEmail() == null ? user.getUsername() : user.getEmail();
        Optional<KeyedGate.Pass> pass = gate.enter(Lockout.gateKey(tenant, address));
        if (pass.isEmpty()) {
            return Optional.of(new ChangeResult.Busy());
        }
        try (KeyedGate.Pass inside = pass.get()) {
            int locked = lockout.secondsLocked(address, user);
            if (locked > 0 || lockout.isClosed(user)) {
                event.error(Errors.USER_TEMPORARILY_DISABLED);
                int wait = Math.max(locked, lockout.secondsLockedByKeycloak(user));
                return Optional.of(new ChangeResult.Locked(Math.max(1, wait)));
            }
            if (PasswordCheck.matches(session, user, current)) {
                lockout.clearPassword(address, user, Set.of(PasswordCredentialModel.TYPE));
                return Optional.empty();
            }
            OptionalInt overloaded = HashingBusyException.retryAfter(session);
            if (overloaded.isPresent()) {
                return Optional.of(new ChangeResult.Overloaded(overloaded.getAsInt()));
            }
            event.error(Errors.INVALID_USER_CREDENTIALS);
            lockout.countWrongPassword(address, user);
            return Optional.of(new ChangeResult.WrongCurrentPassword());
        }
    }

    /**
     * @param before the account's state before the current password was looked at
     */
    private ChangeResult replace(
            UserModel user,
            UserSessionModel own,
            AccountState before,
            String replacement,
            EventBuilder event) {
        PolicyError policyError =
                session.getProvider(PasswordPolicyManagerProvider.class)
                        .validate(tenant.realm(), user, replacement);
        if (policyError != null) {
            event.detail(Details.REASON, policyError.getMessage()).error(Errors.PASSWORD_REJECTED);
            return new ChangeResult.Refused(PasswordRefusal.of(policyError));
        }
        new SessionEnds(session).takeTurn(user);
        if (!before.holdsIn(AccountState.of(session, user))) {
            // An admin or a mailed link has changed the password meanwhile.
            event.error(Errors.INVALID_USER_CREDENTIALS);
            return new ChangeResult.WrongCurrentPassword();
        }
        PasswordUpdate.Result update = PasswordUpdate.store(session, user, replacement);
        if (update instanceof PasswordUpdate.Result.Overloaded overloaded) {
            return new ChangeResult.Overloaded(overloaded.retryAfterSeconds());
        }
        if (update instanceof PasswordUpdate.Result.ReadOnly) {
            event.error(Errors.NOT_ALLOWED);
            return new ChangeResult.ReadOnly();
        }
        event.success();
        new Sessions(session, tenant).revokeOthers(user, own);
        return new ChangeResult.Changed();
    }
}
