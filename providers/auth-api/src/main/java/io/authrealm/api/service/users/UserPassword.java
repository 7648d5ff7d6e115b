package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.service.password.PasswordRules;
import io.authrealm.api.service.password.PasswordUpdate;
import io.authrealm.api.service.password.PasswordUpdateResult;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.store.Links;
import io.authrealm.core.outcome.Cases;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The password of a user, which an admin may set. A new password is an admin event. */
public final class UserPassword {

    private record OfUser(UserPassword password, UserModel user) {}

    private static final Cases<OfUser, PasswordUpdateResult, PasswordSetResult> UPDATED =
            Cases.<OfUser, PasswordUpdateResult, PasswordSetResult>of(PasswordUpdateResult.class)
                    .when(
                            PasswordUpdateResult.Stored.class,
                            ofUser -> ofUser.password().stored(ofUser.user()))
                    .when(
                            PasswordUpdateResult.Overloaded.class,
                            (ofUser, overloaded) ->
                                    new PasswordSetResult.Overloaded(
                                            overloaded.retryAfterSeconds()))
                    .when(
                            PasswordUpdateResult.ReadOnly.class,
                            ofUser -> new PasswordSetResult.ReadOnly())
                    .complete();

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final Supplier<UserAccessResult<UserModel>> lock;

    /**
     * @param lock locks the user, if there still is one and the caller still has the right
     */
    UserPassword(
            KeycloakSession session,
            AdminCaller caller,
            Supplier<UserAccessResult<UserModel>> lock) {
        this.session = session;
        this.caller = caller;
        this.lock = lock;
    }

    /** Sets the password if its length and the realm's policy allow it. */
    public UserAccessResult<PasswordSetResult> set(String password) {
        return lock.get().map(user -> set(user, password));
    }

    private PasswordSetResult set(UserModel user, String password) {
        return new PasswordRules(session)
                .refusal(realm(), user, password)
                .<PasswordSetResult>map(PasswordSetResult.Refused::new)
                .orElseGet(
                        () ->
                                UPDATED.apply(
                                        new OfUser(this, user),
                                        PasswordUpdate.store(session, user, password)));
    }

    private PasswordSetResult stored(UserModel user) {
        new Links(session, realm()).endAll(user);
        new Sessions(session, caller.tenant()).revokeAll(user);
        caller.events().acted(user.getId(), "reset-password");
        return new PasswordSetResult.Set();
    }

    private RealmModel realm() {
        return caller.tenant().realm();
    }
}
