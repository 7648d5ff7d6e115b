package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.link.Invitations;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.signup.AccountCreation;
import io.authrealm.api.service.signup.AccountRefusal;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.UserByEmail;
import io.authrealm.core.outcome.Cases;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfileContext;

/** Creates users for an admin, and invites them. Each new user is an admin event. */
public final class UserCreation {

    /**
     * A user to be created; every member but the address may be null.
     *
     * @param phone E.164
     */
    public record NewUser(
            String email,
            String password,
            String displayName,
            String phone,
            Map<String, Object> metadata) {

        @Override
        public String toString() {
            return "NewUser";
        }
    }

    private record Attempt(UserCreation creation, String email) {}

    private static final Cases<Attempt, AccountRefusal, UserCreateResult> REFUSED =
            Cases.<Attempt, AccountRefusal, UserCreateResult>of(AccountRefusal.class)
                    .when(
                            AccountRefusal.Taken.class,
                            (attempt, taken) -> attempt.creation().taken(attempt.email(), taken))
                    .when(AccountRefusal.InvalidAttribute.class, (attempt, same) -> refused(same))
                    .when(AccountRefusal.PasswordRefused.class, (attempt, same) -> refused(same))
                    .when(AccountRefusal.Overloaded.class, (attempt, same) -> refused(same))
                    .when(AccountRefusal.Closed.class, (attempt, same) -> refused(same))
                    .complete();

    private static UserCreateResult refused(AccountRefusal refusal) {
        return new UserCreateResult.Refused(refusal);
    }

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final Delivery delivery;

    UserCreation(KeycloakSession session, AdminCaller caller, Delivery delivery) {
        this.session = session;
        this.caller = caller;
        this.delivery = delivery;
    }

    /**
     * Creates an active user with nothing verified. No mail is sent.
     *
     * @param tenantId the tenant that the client expects; may be null
     */
    public UserCreateResult create(String tenantId, NewUser user) {
        if (!caller.tenant().isNamedBy(tenantId)) {
            return new UserCreateResult.OtherTenant();
        }
        return create(user, (job, here, created) -> {});
    }

    /**
     * Creates an active user with these realm roles.
     *
     * @param roles names of realm roles
     * @param plainRole a name that clients give to a user without further roles; it stands for
     *     nothing if the realm has no such role
     * @param isMailed whether the user gets a mail by which to prove the address; without an app to
     *     lead to, or if too many mails are waiting, there is none
     */
    public UserCreateResult invite(
            NewUser user, List<String> roles, String plainRole, boolean isMailed) {
        boolean isPlainRoleThere = caller.tenant().realm().getRole(plainRole) != null;
        Optional<List<String>> roleIds =
                new GrantNames(session, caller)
                        .roles(
                                roles.stream()
                                        .filter(name -> isPlainRoleThere || !name.equals(plainRole))
                                        .toList());
        if (roleIds.isEmpty()) {
            return new UserCreateResult.RolesRefused();
        }
        return create(
                user,
                (job, here, created) -> {
                    roleIds.get().forEach(id -> created.grantRole(here.realm().getRoleById(id)));
                    if (isMailed) {
                        new Invitations(job, delivery, here).send(created);
                    }
                });
    }

    /** The rest of the creation, in its transaction. */
    private interface Rest {
        void complete(KeycloakSession job, Tenant here, UserModel created);
    }

    private UserCreateResult create(NewUser user, Rest rest) {
        return new AccountCreation(session)
                .create(
                        UserProfileContext.USER_API,
                        new AccountCreation.NewAccount(
                                user.email(), user.password(), user.displayName()),
                        (job, here, created) -> {
                            rest.complete(job, here, created);
                            return new UserCreateResult.Created(complete(job, here, created, user));
                        },
                        refusal -> REFUSED.apply(new Attempt(this, user.email()), refusal));
    }

    private UserCreateResult taken(String email, AccountRefusal.Taken refusal) {
        UserModel holder = UserByEmail.find(session, caller.tenant().realm(), email);
        Optional<Instant> deletedAt =
                holder != null
                                && DeletedUsers.contains(session, holder)
                                && caller.rights().canViewUser(holder)
                        ? DeletedUsers.deletedAt(session, holder.getId())
                        : Optional.empty();
        return deletedAt
                .<UserCreateResult>map(
                        time -> new UserCreateResult.TakenByDeleted(holder.getId(), time))
                .orElseGet(() -> new UserCreateResult.Refused(refusal));
    }

    private Profile complete(KeycloakSession job, Tenant here, UserModel created, NewUser user) {
        Profiles profiles = new Profiles(job, here);
        Profiles.Changes rest =
                new Profiles.Changes(null, null, null, user.phone(), user.metadata());
        if (!rest.names().isEmpty() && !profiles.write(created, rest)) {
            throw new IllegalStateException("a new user refuses attributes: " + rest.names());
        }
        caller.events().in(job).created(created.getId(), created.getEmail());
        return profiles.of(created);
    }
}
