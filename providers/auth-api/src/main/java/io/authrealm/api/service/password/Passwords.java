package io.authrealm.api.service.password;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.service.signin.Lockout;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.outcome.Cases;
import io.authrealm.hashing.HashingBusyException;
import io.authrealm.hashing.PasswordCheck;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** A signed-in user's own password. */
public final class Passwords {

    /**
     * @param own the session to keep, or null
     */
    private record Change(
            Passwords passwords, UserModel user, UserSessionModel own, EventBuilder event) {

        PasswordChangeResult stored() {
            event.success();
            Sessions sessions = new Sessions(passwords.session, passwords.tenant);
            if (own == null) {
                sessions.revokeAll(user);
            } else {
                sessions.revokeOthers(user, own);
            }
            return new PasswordChangeResult.Changed();
        }

        PasswordChangeResult readOnly() {
            event.error(Errors.NOT_ALLOWED);
            return new PasswordChangeResult.ReadOnly();
        }
    }

    private static final Cases<Change, PasswordUpdateResult, PasswordChangeResult> UPDATED =
            Cases.<Change, PasswordUpdateResult, PasswordChangeResult>of(PasswordUpdateResult.class)
                    .when(PasswordUpdateResult.Stored.class, change -> change.stored())
                    .when(
                            PasswordUpdateResult.Overloaded.class,
                            (change, overloaded) ->
                                    new PasswordChangeResult.Overloaded(
                                            overloaded.retryAfterSeconds()))
                    .when(PasswordUpdateResult.ReadOnly.class, change -> change.readOnly())
                    .complete();

    private final KeycloakSession session;
    private final KeyedGate gate;
    private final SensitiveLimit limit;
    private final Tenant tenant;
    private final Lockout lockout;

    public Passwords(
            KeycloakSession session,
            SignInProtection protection,
            SensitiveLimit limit,
            Tenant tenant) {
        this.session = session;
        this.gate = protection.gate();
        this.limit = limit;
        this.tenant = tenant;
        this.lockout = new Lockout(session, protection, tenant, tenant);
    }

    /** Whether the user has a password, here or in a directory. */
    public boolean isSet(Caller caller) {
        return isSet(caller.user());
    }

    private static boolean isSet(UserModel user) {
        return user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE);
    }

    /**
     * Sets a new password and ends the user's other sessions.
     *
     * @param current required if the user has a password; may be null
     */
    public PasswordChangeResult change(Caller caller, String current, String replacement) {
        int wait = limit.take(caller);
        return wait > 0
                ? new PasswordChangeResult.Limited(wait)
                : new OwnPassword(caller).change(current, replacement);
    }

    /** The same for a client that sets no first password. */
    public PasswordReplaceResult changeCurrent(Caller caller, String current, String replacement) {
        int wait = limit.take(caller);
        return wait > 0
                ? new PasswordChangeResult.Limited(wait)
                : new OwnPassword(caller).changeCurrent(current, replacement);
    }

    /** The password of a signed-in user, as it was when the request looked at it first. */
    private final class OwnPassword {

        private final UserModel user;
        private final UserSessionModel own;
        private final EventBuilder event;
        private final AccountState before;
        private final boolean isSet;

        OwnPassword(Caller caller) {
            this.user = caller.user();
            this.own = caller.session();
            this.event = event(user).session(own);
            this.before = AccountState.asSeenIn(session, user);
            this.isSet = Passwords.isSet(user);
        }

        PasswordChangeResult change(String current, String replacement) {
            return isSet ? replaceIfRight(current, replacement) : replace(replacement);
        }

        PasswordReplaceResult changeCurrent(String current, String replacement) {
            return isSet
                    ? replaceIfRight(current, replacement)
                    : new PasswordReplaceResult.NoPassword();
        }

        private PasswordChangeResult replaceIfRight(String current, String replacement) {
            return unlessWrong(user, current, event).orElseGet(() -> replace(replacement));
        }

        private PasswordChangeResult replace(String replacement) {
            return Passwords.this.replace(user, own, this::isUnchanged, replacement, event);
        }

        private boolean isUnchanged() {
            new SessionEnds(session).takeTurn(user);
            return before.holdsIn(AccountState.of(session, user));
        }
    }

    /** Sets the password that a sign-in waits for, and ends all sessions of the user. */
    public PasswordChangeResult choose(HalfSignedIn user, String replacement) {
        int wait = limit.take(user.tenant(), user.userId());
        return wait > 0
                ? new PasswordChangeResult.Limited(wait)
                : replace(user.user(), null, user::takeTurn, replacement, event(user.user()));
    }

    private EventBuilder event(UserModel user) {
        return ApiEvents.open(session, tenant, EventType.UPDATE_CREDENTIAL)
                .user(user)
                .detail(Details.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE);
    }

    /**
     * A guess at the current password is a guess at the password for sign-in, and counts the same.
     */
    private Optional<PasswordChangeResult> unlessWrong(
            UserModel user, String current, EventBuilder event) {
        String address = user.getEmail() == null ? user.getUsername() : user.getEmail();
        Optional<KeyedGate.Pass> pass = gate.enter(Lockout.gateKey(tenant, address));
        if (pass.isEmpty()) {
            return Optional.of(new PasswordChangeResult.Busy(KeyedGate.RETRY_AFTER_SECONDS));
        }
        try (KeyedGate.Pass inside = pass.get()) {
            int locked = lockout.secondsLocked(address, user);
            if (locked > 0 || lockout.isClosed(user)) {
                event.error(Errors.USER_TEMPORARILY_DISABLED);
                int wait = Math.max(locked, lockout.secondsLockedByKeycloak(user));
                return Optional.of(new PasswordChangeResult.Locked(Math.max(1, wait)));
            }
            if (PasswordCheck.matches(session, user, current)) {
                lockout.clearPassword(address, user, Set.of(PasswordCredentialModel.TYPE));
                return Optional.empty();
            }
            OptionalInt overloaded = HashingBusyException.retryAfter(session);
            if (overloaded.isPresent()) {
                return Optional.of(new PasswordChangeResult.Overloaded(overloaded.getAsInt()));
            }
            event.error(Errors.INVALID_USER_CREDENTIALS);
            lockout.countWrongPassword(address, user);
            return Optional.of(new PasswordChangeResult.WrongCurrentPassword());
        }
    }

    /**
     * @param own the session to keep, or null
     * @param isUnchanged locks the account, and tells whether it is as it was when its secrets were
     *     looked at
     */
    private PasswordChangeResult replace(
            UserModel user,
            UserSessionModel own,
            BooleanSupplier isUnchanged,
            String replacement,
            EventBuilder event) {
        Optional<PasswordRefusal> refusal =
                new PasswordRules(session).refusal(tenant.realm(), user, replacement);
        if (refusal.isPresent()) {
            event.detail(Details.REASON, refusal.get().reason()).error(Errors.PASSWORD_REJECTED);
            return new PasswordChangeResult.Refused(refusal.get());
        }
        if (!isUnchanged.getAsBoolean()) {
            // An admin or a mailed link has changed the password meanwhile.
            event.error(Errors.INVALID_USER_CREDENTIALS);
            return new PasswordChangeResult.WrongCurrentPassword();
        }
        return UPDATED.apply(
                new Change(this, user, own, event),
                PasswordUpdate.store(session, user, replacement));
    }
}
