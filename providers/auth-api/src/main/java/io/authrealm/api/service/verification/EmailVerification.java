package io.authrealm.api.service.verification;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.Mail.Template;
import io.authrealm.api.service.signin.HalfSignedIn;
import io.authrealm.api.store.Codes.Purpose;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Verifies a user's address by a code in a mail. */
public final class EmailVerification {

    private final KeycloakSession session;
    private final SensitiveLimit limit;
    private final Tenant tenant;
    private final TypedCodes codes;

    public EmailVerification(
            KeycloakSession session, Delivery delivery, SensitiveLimit limit, Tenant tenant) {
        this.session = session;
        this.limit = limit;
        this.tenant = tenant;
        this.codes = new TypedCodes(session, delivery, tenant, Purpose.VERIFY_EMAIL);
    }

    /** Mails a code to the address on file, even if it is verified already. */
    public CodeStartResult start(Caller caller) {
        int wait = limit.take(caller);
        return wait > 0 ? new CodeStartResult.Limited(wait) : start(caller.user());
    }

    /** The same for a user whose sign-in waits for the proof of the address. */
    public CodeStartResult start(HalfSignedIn user) {
        int wait = limit.take(user.tenant(), user.userId());
        return wait > 0 ? new CodeStartResult.Limited(wait) : start(user.user());
    }

    private CodeStartResult start(UserModel user) {
        String email = user.getEmail();
        return email == null || email.isBlank()
                ? new CodeStartResult.NoEmail()
                : codes.mail(
                        user,
                        email,
                        Template.VERIFY_EMAIL,
                        event(EventType.SEND_VERIFY_EMAIL, user).detail(Details.EMAIL, email));
    }

    public CodeConfirmResult confirm(Caller caller, String code) {
        return confirm(caller.user(), code);
    }

    /** The same for a user whose sign-in waits for the proof of the address. */
    public CodeConfirmResult confirm(HalfSignedIn user, String code) {
        return confirm(user.user(), code);
    }

    private CodeConfirmResult confirm(UserModel user, String code) {
        EventBuilder event = event(EventType.VERIFY_EMAIL, user);
        CodeConfirmResult result = codes.redeem(user, code, event);
        if (!(result instanceof CodeConfirmResult.Confirmed confirmed)) {
            return result;
        }
        if (!confirmed.target().equals(user.getEmail())) {
            event.error(Errors.INVALID_CODE);
            return new CodeConfirmResult.CodeInvalid();
        }
        if (!AddressProof.accept(user)) {
            event.error(Errors.NOT_ALLOWED);
            session.getTransactionManager().setRollbackOnly();
            return new CodeConfirmResult.ReadOnly();
        }
        event.detail(Details.EMAIL, confirmed.target()).success();
        return confirmed;
    }

    private EventBuilder event(EventType type, UserModel user) {
        return ApiEvents.open(session, tenant, type).user(user);
    }
}
