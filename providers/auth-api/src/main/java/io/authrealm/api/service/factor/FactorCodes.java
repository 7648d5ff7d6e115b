package io.authrealm.api.service.factor;

import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.Mail;
import io.authrealm.api.delivery.Mail.Template;
import io.authrealm.api.delivery.Message;
import io.authrealm.api.delivery.Outbox;
import io.authrealm.api.delivery.TextMessage;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.store.Codes;
import io.authrealm.api.store.Codes.Purpose;
import io.authrealm.api.store.Codes.Redemption;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import io.authrealm.sms.PhoneNumber;
import io.authrealm.sms.SmsLimits.Admission;
import io.authrealm.sms.SmsSender;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Sends and redeems the codes of second factors, for the API and for the steps of flows. */
public final class FactorCodes {

    private static final String ACTION = "second_factor_code";

    /** A code that is about to be sent. */
    private record NewCode(
            FactorCodes codes,
            UserModel user,
            Purpose purpose,
            CodeFactor factor,
            EventBuilder event) {

        FactorCodeResult limited(String by, int retryAfterSeconds) {
            event.detail(Details.REASON, by).error(Errors.SLOW_DOWN);
            return new FactorCodeResult.Limited(retryAfterSeconds);
        }

        FactorCodeResult invalidNumber() {
            event.error(Errors.INVALID_INPUT);
            return new FactorCodeResult.InvalidNumber();
        }
    }

    private record NewText(NewCode code, PhoneNumber number) {

        FactorCodeResult countryNotAllowed() {
            code.event()
                    .detail(Details.REASON, "country " + number.region())
                    .error(Errors.NOT_ALLOWED);
            return new FactorCodeResult.CountryNotAllowed();
        }
    }

    private static final Cases<NewText, Admission, FactorCodeResult> ADMITTED =
            Cases.<NewText, Admission, FactorCodeResult>of(Admission.class)
                    .when(Admission.Admitted.class, text -> text.code().codes().sendText(text))
                    .when(
                            Admission.Limited.class,
                            (text, limited) ->
                                    text.code()
                                            .limited(
                                                    "limit " + limited.by(),
                                                    limited.retryAfterSeconds()))
                    .when(Admission.CountryNotAllowed.class, text -> text.countryNotAllowed())
                    .complete();

    private static final Cases<NewCode, PhoneNumber.Reading, FactorCodeResult> READ =
            Cases.<NewCode, PhoneNumber.Reading, FactorCodeResult>of(PhoneNumber.Reading.class)
                    .when(
                            PhoneNumber.Reading.Valid.class,
                            (code, valid) -> code.codes().admit(new NewText(code, valid.number())))
                    .when(PhoneNumber.Reading.Invalid.class, code -> code.invalidNumber())
                    .complete();

    private static final Cases<Void, Redemption, Boolean> REDEEMED =
            Cases.<Void, Redemption, Boolean>of(Redemption.class)
                    .when(Redemption.Right.class, unused -> true)
                    .when(Redemption.Wrong.class, unused -> false)
                    .when(Redemption.Used.class, unused -> false)
                    .when(Redemption.Expired.class, unused -> false)
                    .complete();

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Tenant tenant;
    private final Codes codes;

    public FactorCodes(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.delivery = Delivery.of(session);
        this.tenant = tenant;
        this.codes = new Codes(session, tenant.realm());
    }

    /** The factors of a channel that codes can be sent to, in the user's own order. */
    public static List<CodeFactor> of(UserModel user, CodeChannel channel) {
        return StoredCodeFactors.of(user).stream()
                .filter(factor -> factor.channel() == channel && factor.leadsSomewhere())
                .toList();
    }

    /**
     * The factor of a channel that a sign-in asks for.
     *
     * @param id of the factor; if it is null or blank, the first in the user's own order
     */
    public static Optional<CodeFactor> find(UserModel user, CodeChannel channel, String id) {
        return of(user, channel).stream()
                .filter(factor -> id == null || id.isBlank() || factor.id().equals(id))
                .findFirst();
    }

    /**
     * Sends a new code, which replaces the one before it.
     *
     * @param event of the caller's client; this method says what it is about, and writes it
     */
    public FactorCodeResult send(
            UserModel user, Purpose purpose, CodeFactor factor, EventBuilder event) {
        if (!factor.leadsSomewhere()) {
            return new FactorCodeResult.NoFactor();
        }
        NewCode code =
                new NewCode(
                        this,
                        user,
                        purpose,
                        factor,
                        event.event(eventOf(factor.channel()))
                                .user(user)
                                .detail(Details.ACTION, ACTION)
                                .detail(Details.CREDENTIAL_TYPE, factor.channel().factor().type()));
        return switch (factor.channel()) {
            case MAIL -> sendMail(code);
            case TEXT ->
                    SmsSender.of(session).isEmpty()
                            ? new FactorCodeResult.NoSender()
                            : READ.apply(code, PhoneNumber.parse(factor.destination(), null));
        };
    }

    private static EventType eventOf(CodeChannel channel) {
        return switch (channel) {
            case MAIL -> EventType.SEND_VERIFY_EMAIL;
            case TEXT -> EventType.UPDATE_PROFILE;
        };
    }

    private FactorCodeResult sendMail(NewCode code) {
        String realmId = tenant.realm().getId();
        String address = code.factor().destination();
        int wait =
                delivery.mailLimits()
                        .takeForCode(
                                realmId,
                                code.user().getId(),
                                address,
                                tenant.settings().mailsPerRecipient());
        if (wait > 0) {
            return code.limited("mails_per_recipient", wait);
        }
        Template template =
                code.purpose() == Purpose.FACTOR_ENROLMENT
                        ? Template.VERIFY_EMAIL
                        : Template.SECOND_FACTOR_CODE;
        long minutes = Math.max(1, tenant.settings().codeLifetime().toMinutes());
        return send(
                code,
                digits ->
                        new Mail(
                                realmId,
                                code.user().getId(),
                                address,
                                template,
                                Map.of("code", digits, "expirationMinutes", minutes),
                                codeEndsAt()));
    }

    private FactorCodeResult admit(NewText text) {
        Admission admission =
                delivery.smsLimits()
                        .admit(
                                tenant.settings().sms(),
                                tenant.realm().getId(),
                                text.code().user().getId(),
                                session.getContext().getConnection().getRemoteAddr(),
                                text.number());
        return ADMITTED.apply(text, admission);
    }

    private FactorCodeResult sendText(NewText text) {
        return send(
                text.code(),
                digits ->
                        TextMessage.withCode(
                                session,
                                tenant.realm(),
                                text.code().user(),
                                text.number(),
                                digits,
                                codeEndsAt()));
    }

    private FactorCodeResult send(NewCode code, Function<String, Message> messageOf) {
        Optional<Outbox.Slot> reserved = delivery.outbox().reserve(tenant.realm().getId());
        if (reserved.isEmpty()) {
            return new FactorCodeResult.Busy(Outbox.RETRY_AFTER_SECONDS);
        }
        try (Outbox.Slot slot = reserved.get()) {
            String digits =
                    codes.issue(
                            code.user(),
                            code.purpose(),
                            code.factor().id(),
                            code.factor().destination(),
                            tenant.settings().codeLifetime(),
                            tenant.settings().codeMaxAttempts());
            slot.sendAfterCommit(session, messageOf.apply(digits));
            code.event().success();
        }
        return new FactorCodeResult.Sent(code.factor().masked());
    }

    private Instant codeEndsAt() {
        return ServerTime.now().plus(tenant.settings().codeLifetime());
    }

    /**
     * Whether this is the code that was sent last to the factor for this purpose. It is good once.
     *
     * @param code any text
     */
    public boolean redeem(UserModel user, Purpose purpose, CodeFactor factor, String code) {
        return REDEEMED.apply(null, codes.redeem(user, purpose, factor.id(), code));
    }
}
