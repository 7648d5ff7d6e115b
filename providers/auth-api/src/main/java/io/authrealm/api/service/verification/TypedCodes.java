package io.authrealm.api.service.verification;

import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.Mail;
import io.authrealm.api.delivery.Mail.Template;
import io.authrealm.api.delivery.Message;
import io.authrealm.api.delivery.Outbox;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.store.Codes;
import io.authrealm.api.store.Codes.Purpose;
import io.authrealm.api.store.Codes.Redemption;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.core.outcome.Cases;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Sends and redeems the codes of one purpose. */
final class TypedCodes {

    private static final Cases<EventBuilder, Redemption, CodeConfirmResult> REDEEMED =
            Cases.<EventBuilder, Redemption, CodeConfirmResult>of(Redemption.class)
                    .when(
                            Redemption.Right.class,
                            (event, right) -> new CodeConfirmResult.Confirmed(right.target()))
                    .when(
                            Redemption.Wrong.class,
                            event -> {
                                event.error(Errors.INVALID_CODE);
                                return new CodeConfirmResult.CodeInvalid();
                            })
                    .when(
                            Redemption.Used.class,
                            event -> {
                                event.detail(Details.REASON, "used").error(Errors.INVALID_CODE);
                                return new CodeConfirmResult.CodeUsed();
                            })
                    .when(
                            Redemption.Expired.class,
                            event -> {
                                event.error(Errors.EXPIRED_CODE);
                                return new CodeConfirmResult.CodeExpired();
                            })
                    .complete();

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Tenant tenant;
    private final Purpose purpose;
    private final Codes codes;

    TypedCodes(KeycloakSession session, Delivery delivery, Tenant tenant, Purpose purpose) {
        this.session = session;
        this.delivery = delivery;
        this.tenant = tenant;
        this.purpose = purpose;
        this.codes = new Codes(session, tenant.realm());
    }

    /** Mails a new code to {@code address}, within the limits for the address and the user. */
    CodeStartResult mail(UserModel user, String address, Template template, EventBuilder event) {
        int wait =
                delivery.mailLimits()
                        .takeForCode(
                                tenant.realm().getId(),
                                user.getId(),
                                address,
                                tenant.settings().mailsPerRecipient());
        if (wait > 0) {
            event.detail(Details.REASON, "mails_per_recipient").error(Errors.SLOW_DOWN);
            return new CodeStartResult.Limited(wait);
        }
        long minutes = Math.max(1, tenant.settings().codeLifetime().toMinutes());
        return send(
                user,
                address,
                code ->
                        new Mail(
                                tenant.realm().getId(),
                                user.getId(),
                                address,
                                template,
                                Map.of("code", code, "expirationMinutes", minutes),
                                codeEndsAt()),
                event);
    }

    /** When a code that is sent now expires. */
    Instant codeEndsAt() {
        return ServerTime.now().plus(tenant.settings().codeLifetime());
    }

    /** Sends a new code to {@code target}, in the message that {@code messageOf} makes. */
    CodeStartResult send(
            UserModel user,
            String target,
            Function<String, Message> messageOf,
            EventBuilder event) {
        Optional<Outbox.Slot> reserved = delivery.outbox().reserve(tenant.realm().getId());
        if (reserved.isEmpty()) {
            return new CodeStartResult.Busy(Outbox.RETRY_AFTER_SECONDS);
        }
        TenantSettings settings = tenant.settings();
        try (Outbox.Slot slot = reserved.get()) {
            String code =
                    codes.issue(
                            user,
                            purpose,
                            target,
                            settings.codeLifetime(),
                            settings.codeMaxAttempts());
            slot.sendAfterCommit(session, messageOf.apply(code));
            event.success();
        }
        return new CodeStartResult.Sent();
    }

    /** Redeems a code. A refusal writes the event; a right code leaves it open. */
    CodeConfirmResult redeem(UserModel user, String code, EventBuilder event) {
        return REDEEMED.apply(event, codes.redeem(user, purpose, code));
    }
}
