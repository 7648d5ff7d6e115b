package io.authrealm.api.service.verification;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.Mail;
import io.authrealm.api.delivery.Mail.Template;
import io.authrealm.api.keycloak.ProfileErrors;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.store.Codes.Purpose;
import io.authrealm.api.tenant.AddressScope;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.UserByEmail;
import io.authrealm.core.text.EmailSyntax;
import io.authrealm.core.text.MaskedEmail;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.UserModel;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.userprofile.UserProfileConstants;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;

/** Changes a user's address to another one that a code verifies. */
public final class EmailChange {

    /**
     * Attribute in which Keycloak's page keeps an address that is to be confirmed. While it is
     * there, Keycloak asks for another address at each sign-in. Not all versions have it.
     */
    private static final String PENDING = "kc.email.pending";

    private final KeycloakSession session;
    private final Delivery delivery;
    private final SensitiveLimit limit;
    private final Tenant tenant;
    private final TypedCodes codes;

    public EmailChange(
            KeycloakSession session, Delivery delivery, SensitiveLimit limit, Tenant tenant) {
        this.session = session;
        this.limit = limit;
        this.delivery = delivery;
        this.tenant = tenant;
        this.codes = new TypedCodes(session, delivery, tenant, Purpose.CHANGE_EMAIL);
    }

    /**
     * Mails a code to the new address, if the realm's user profile accepts it.
     *
     * @param email a valid address
     */
    public CodeStartResult start(Caller caller, String email) {
        int wait = limit.take(caller);
        return wait > 0 ? new CodeStartResult.Limited(wait) : start(caller.user(), email);
    }

    /** The same for a user whose sign-in waits for another address. */
    public CodeStartResult start(HalfSignedIn user, String email) {
        int wait = limit.take(user.tenant(), user.userId());
        return wait > 0 ? new CodeStartResult.Limited(wait) : start(user.user(), email);
    }

    private CodeStartResult start(UserModel user, String email) {
        String address = EmailSyntax.normalized(email);
        EventBuilder event =
                event(EventType.SEND_VERIFY_EMAIL, user)
                        .detail(Details.ACTION, "change_email")
                        .detail(Details.EMAIL, address);
        if (isTaken(user, address)) {
            event.error(Errors.EMAIL_IN_USE);
            return new CodeStartResult.EmailTaken();
        }
        if (!mayUsersChangeTheirs()) {
            event.error(Errors.NOT_ALLOWED);
            return new CodeStartResult.ReadOnly();
        }
        if (!isValidFor(user, address)) {
            event.error(Errors.INVALID_EMAIL);
            return new CodeStartResult.InvalidEmail();
        }
        return codes.mail(user, address, Template.CHANGE_EMAIL, event);
    }

    /**
     * Changes the address to the one that the code went to. A user name that was the old address
     * changes too, because nobody may sign in with an address that is no longer theirs. The old
     * address is told, and all links to it end.
     */
    public CodeConfirmResult confirm(Caller caller, String code) {
        return confirm(caller.user(), code);
    }

    /** The same for a user whose sign-in waits for another address. */
    public CodeConfirmResult confirm(HalfSignedIn user, String code) {
        return confirm(user.user(), code);
    }

    private CodeConfirmResult confirm(UserModel user, String code) {
        EventBuilder event = event(EventType.UPDATE_EMAIL, user);
        CodeConfirmResult result = codes.redeem(user, code, event);
        if (!(result instanceof CodeConfirmResult.Confirmed confirmed)) {
            return result;
        }
        String before = user.getEmail();
        event.detail(Details.PREVIOUS_EMAIL, before)
                .detail(Details.UPDATED_EMAIL, confirmed.target());
        if (isTaken(user, confirmed.target())) {
            event.error(Errors.EMAIL_IN_USE);
            return new CodeConfirmResult.EmailTaken();
        }
        if (!mayUsersChangeTheirs() || !isValidFor(user, confirmed.target())) {
            event.error(Errors.NOT_ALLOWED);
            return new CodeConfirmResult.ReadOnly();
        }
        try {
            replace(user, confirmed.target());
            // If another user takes the address at this moment, the flush fails here and not the
            // commit.
            session.getProvider(JpaConnectionProvider.class).getEntityManager().flush();
        } catch (ReadOnlyException e) {
            event.error(Errors.NOT_ALLOWED);
            session.getTransactionManager().setRollbackOnly();
            return new CodeConfirmResult.ReadOnly();
        } catch (ModelDuplicateException e) {
            event.error(Errors.EMAIL_IN_USE);
            session.getTransactionManager().setRollbackOnly();
            return new CodeConfirmResult.EmailTaken();
        }
        event.success();
        tell(user, before, confirmed.target());
        return confirmed;
    }

    /**
     * Whether the realm's user profile lets users edit their address. Keycloak's own pages also
     * refuse if the address is the user name and user names are fixed. The API does not: the user
     * name then changes too.
     */
    private boolean mayUsersChangeTheirs() {
        UPAttribute email =
                session.getProvider(UserProfileProvider.class)
                        .getConfiguration()
                        .getAttribute(UserModel.EMAIL);
        return email == null
                || email.getPermissions() == null
                || email.getPermissions().getEdit().contains(UserProfileConstants.ROLE_USER);
    }

    /**
     * Whether the realm's user profile accepts the address. Whether it is free is checked
     * elsewhere.
     */
    @SuppressWarnings("unchecked") // an array of one listener
    private boolean isValidFor(UserModel user, String email) {
        Set<String> errors = new HashSet<>();
        session.getProvider(UserProfileProvider.class)
                .create(UserProfileContext.USER_API, Map.of(UserModel.EMAIL, List.of(email)), user)
                .getAttributes()
                .validate(UserModel.EMAIL, error -> errors.add(error.getMessage()));
        errors.removeAll(ProfileErrors.TAKEN);
        return errors.isEmpty();
    }

    private void replace(UserModel user, String email) {
        boolean isUsername =
                tenant.realm().isRegistrationEmailAsUsername()
                        || EmailSyntax.isSame(user.getUsername(), user.getEmail());
        user.setEmail(email);
        user.setEmailVerified(true);
        if (isUsername) {
            user.setUsername(email);
        }
        String now = ServerTime.now().toString();
        user.setSingleAttribute(Profiles.EMAIL_VERIFIED_AT, now);
        user.setSingleAttribute(Profiles.UPDATED_AT, now);
        user.removeRequiredAction(UserModel.RequiredAction.VERIFY_EMAIL);
        user.removeRequiredAction(UserModel.RequiredAction.UPDATE_EMAIL);
        user.removeAttribute(PENDING);
    }

    /**
     * The owner of the old mailbox may not be the person who changed the address, and so is not
     * told it in full. A full outbox does not undo the change.
     */
    private void tell(UserModel user, String before, String now) {
        if (before == null) {
            return;
        }
        Mail mail =
                new Mail(
                        tenant.realm().getId(),
                        user.getId(),
                        before,
                        Template.EMAIL_CHANGED,
                        Map.of("newEmail", MaskedEmail.of(now)),
                        Instant.MAX);
        delivery.outbox().notifyAfterCommit(session, mail);
    }

    private boolean isTaken(UserModel user, String address) {
        if (EmailSyntax.isSame(address, user.getEmail())) {
            return true;
        }
        if (AddressScope.isTakenElsewhere(session, tenant.realm(), address)) {
            return true;
        }
        return !tenant.realm().isDuplicateEmailsAllowed()
                && UserByEmail.isTaken(
                        session,
                        tenant.realm(),
                        address,
                        found -> !found.getId().equals(user.getId()));
    }

    private EventBuilder event(EventType type, UserModel user) {
        return ApiEvents.open(session, tenant, type).user(user);
    }
}
