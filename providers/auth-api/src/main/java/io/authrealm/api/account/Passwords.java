package io.authrealm.api.account;

import io.authrealm.api.tenant.Tenant;
import io.authrealm.hashing.HashingBusyException;
import java.util.OptionalInt;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;

/** A user's own password (contract, section 8.9). */
public final class Passwords {

    /** How a change of password ends. */
    public sealed interface ChangeResult {

        record Changed() implements ChangeResult {}

        record WrongCurrentPassword() implements ChangeResult {}

        /** The realm's password policy refuses it. */
        record Refused(PasswordRefusal refusal) implements ChangeResult {}

        /** The server computes too many password hashes already; nothing was changed. */
        record Overloaded(int retryAfterSeconds) implements ChangeResult {}

        /** The password belongs to a directory that this server may only read. */
        record ReadOnly() implements ChangeResult {}
    }

    private final KeycloakSession session;
    private final Tenant tenant;

    public Passwords(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    public boolean isSet(UserModel user) {
        return user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE);
    }

    /**
     * Sets a new password and ends the user's other sessions.
     *
     * @param current needed where the user has a password already; may be null
     */
    public ChangeResult change(
            UserModel user, UserSessionModel own, String current, String replacement) {
        EventBuilder event =
                new EventBuilder(tenant.realm(), session, session.getContext().getConnection())
                        .event(EventType.UPDATE_CREDENTIAL)
                        .client(tenant.client())
                        .user(user)
                        .session(own)
                        .detail(Details.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE);
        if (isSet(user) && !isCurrent(user, current)) {
            OptionalInt overloaded = HashingBusyException.retryAfter(session);
            if (overloaded.isPresent()) {
                return new ChangeResult.Overloaded(overloaded.getAsInt());
            }
            event.error(Errors.INVALID_USER_CREDENTIALS);
            return new ChangeResult.WrongCurrentPassword();
        }
        return replace(user, own, replacement, event);
    }

    private ChangeResult replace(
            UserModel user, UserSessionModel own, String replacement, EventBuilder event) {
        PolicyError policyError =
                session.getProvider(PasswordPolicyManagerProvider.class)
                        .validate(tenant.realm(), user, replacement);
        if (policyError != null) {
            event.detail(Details.REASON, policyError.getMessage()).error(Errors.PASSWORD_REJECTED);
            return new ChangeResult.Refused(PasswordRefusal.of(policyError));
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

    private static boolean isCurrent(UserModel user, String password) {
        return password != null
                && !password.isEmpty()
                && user.credentialManager().isValid(UserCredentialModel.password(password));
    }
}
