package io.authrealm.api.service.verification;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.TextMessage;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.store.Codes.Purpose;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import io.authrealm.sms.PhoneNumber;
import io.authrealm.sms.SmsLimits.Admission;
import io.authrealm.sms.SmsSender;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/** Verifies a phone number by a code in a text message. */
public final class PhoneVerification {

    private record OfUser(PhoneVerification verification, UserModel user) {}

    private static final Cases<OfUser, PhoneNumber.Reading, CodeStartResult> READ =
            Cases.<OfUser, PhoneNumber.Reading, CodeStartResult>of(PhoneNumber.Reading.class)
                    .when(
                            PhoneNumber.Reading.Valid.class,
                            (ofUser, valid) ->
                                    ofUser.verification().sendTo(ofUser.user(), valid.number()))
                    .when(
                            PhoneNumber.Reading.Invalid.class,
                            ofUser -> new CodeStartResult.InvalidNumber())
                    .complete();

    private record NewCode(
            PhoneVerification verification,
            UserModel user,
            PhoneNumber number,
            EventBuilder event) {

        CodeStartResult send() {
            KeycloakSession session = verification.session;
            RealmModel realm = verification.tenant.realm();
            TypedCodes codes = verification.codes;
            return codes.send(
                    user,
                    number.e164(),
                    code ->
                            TextMessage.withCode(
                                    session, realm, user, number, code, codes.codeEndsAt()),
                    event);
        }

        CodeStartResult limited(Admission.Limited limited) {
            event.detail(Details.REASON, "limit " + limited.by()).error(Errors.SLOW_DOWN);
            return new CodeStartResult.Limited(limited.retryAfterSeconds());
        }

        CodeStartResult countryNotAllowed() {
            event.detail(Details.REASON, "country " + number.region()).error(Errors.NOT_ALLOWED);
            return new CodeStartResult.CountryNotAllowed();
        }
    }

    private static final Cases<NewCode, Admission, CodeStartResult> ADMITTED =
            Cases.<NewCode, Admission, CodeStartResult>of(Admission.class)
                    .when(Admission.Admitted.class, code -> code.send())
                    .when(Admission.Limited.class, NewCode::limited)
                    .when(Admission.CountryNotAllowed.class, code -> code.countryNotAllowed())
                    .complete();

    private final KeycloakSession session;
    private final Delivery delivery;
    private final SensitiveLimit limit;
    private final Tenant tenant;
    private final TypedCodes codes;

    public PhoneVerification(
            KeycloakSession session, Delivery delivery, SensitiveLimit limit, Tenant tenant) {
        this.session = session;
        this.limit = limit;
        this.delivery = delivery;
        this.tenant = tenant;
        this.codes = new TypedCodes(session, delivery, tenant, Purpose.VERIFY_PHONE);
    }

    /**
     * Sends a code to a number, which becomes the user's only once it is verified.
     *
     * @param phone in international form, or null for the number on file
     */
    public CodeStartResult start(Caller caller, String phone) {
        int wait = limit.take(caller);
        return wait > 0 ? new CodeStartResult.Limited(wait) : start(caller.user(), phone);
    }

    private CodeStartResult start(UserModel user, String phone) {
        String written = phone == null ? user.getFirstAttribute(Profiles.PHONE) : phone;
        if (written == null || written.isBlank()) {
            return new CodeStartResult.NoPhone();
        }
        return READ.apply(new OfUser(this, user), PhoneNumber.parse(written, null));
    }

    private CodeStartResult sendTo(UserModel user, PhoneNumber number) {
        if (SmsSender.of(session).isEmpty()) {
            return new CodeStartResult.NoSender();
        }
        EventBuilder event = event(user).detail(Details.ACTION, "phone_code");
        Admission admission =
                delivery.smsLimits()
                        .admit(
                                tenant.settings().sms(),
                                tenant.realm().getId(),
                                user.getId(),
                                session.getContext().getConnection().getRemoteAddr(),
                                number);
        return ADMITTED.apply(new NewCode(this, user, number, event), admission);
    }

    public CodeConfirmResult confirm(Caller caller, String code) {
        UserModel user = caller.user();
        EventBuilder event = event(user).detail(Details.ACTION, "phone_verified");
        CodeConfirmResult result = codes.redeem(user, code, event);
        if (!(result instanceof CodeConfirmResult.Confirmed confirmed)) {
            return result;
        }
        try {
            String now = ServerTime.now().toString();
            user.setSingleAttribute(Profiles.PHONE, confirmed.target());
            user.setSingleAttribute(Profiles.PHONE_VERIFIED_AT, now);
            user.setSingleAttribute(Profiles.UPDATED_AT, now);
        } catch (ReadOnlyException e) {
            event.error(Errors.NOT_ALLOWED);
            session.getTransactionManager().setRollbackOnly();
            return new CodeConfirmResult.ReadOnly();
        }
        event.success();
        return confirmed;
    }

    private EventBuilder event(UserModel user) {
        return ApiEvents.open(session, tenant, EventType.UPDATE_PROFILE).user(user);
    }
}
