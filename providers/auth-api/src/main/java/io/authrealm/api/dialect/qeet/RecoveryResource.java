package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.http.LeastTime;
import io.authrealm.api.service.link.MailRequestResult;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.recovery.PasswordResetResult;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /v1/auth/forgot-password} and {@code /v1/auth/reset-password}. Their paths stand in {@link
 * AuthResource}.
 */
final class RecoveryResource {

    private static final Cases<QeetErrors, MailRequestResult, Answer> REQUESTED =
            Cases.<QeetErrors, MailRequestResult, Answer>of(MailRequestResult.class)
                    .when(
                            MailRequestResult.Accepted.class,
                            errors ->
                                    Answer.of(
                                            202,
                                            new QeetBodies.Message(
                                                    "If there is an account with this address, a mail is on its way.")))
                    .when(
                            MailRequestResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    private static final Cases<QeetErrors, PasswordResetResult, Answer> RESET =
            Cases.<QeetErrors, PasswordResetResult, Answer>of(PasswordResetResult.class)
                    .when(
                            PasswordResetResult.Reset.class,
                            errors ->
                                    Answer.ok(
                                            new QeetBodies.Message(
                                                    "The password has been changed.")))
                    .when(
                            PasswordResetResult.PasswordRefused.class,
                            (errors, refused) -> refused(errors, refused.refusal()))
                    .when(
                            PasswordResetResult.LinkInvalid.class,
                            errors -> errors.of(QeetError.RESET_LINK_INVALID))
                    .when(
                            PasswordResetResult.LinkUsed.class,
                            errors -> errors.of(QeetError.LINK_USED))
                    .when(
                            PasswordResetResult.LinkExpired.class,
                            errors -> errors.of(QeetError.LINK_EXPIRED))
                    .when(
                            PasswordResetResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            PasswordResetResult.ReadOnly.class,
                            errors ->
                                    errors.of(
                                            QeetError.FORBIDDEN,
                                            "the password is managed elsewhere"))
                    .complete();

    private final Exchange exchange;
    private final Services services;
    private final QeetErrors errors;

    RecoveryResource(Exchange exchange, Services services, QeetErrors errors) {
        this.exchange = exchange;
        this.services = services;
        this.errors = errors;
    }

    Response forgot(InputStream body) {
        return exchange.anonymous(
                errors,
                LeastTime.of(TenantSettings::recoveryFloorMillis),
                body,
                QeetRequests.LinkByMail::parse,
                (resolver, request) -> resolver.byEmail(request.email(), request.tenantId()),
                (decoy, request) -> requested(services.recovery(decoy).startWithoutTenant()),
                (tenant, request) -> requested(services.recovery(tenant).start(request.email())));
    }

    private Answer requested(MailRequestResult result) {
        return REQUESTED.apply(errors, result);
    }

    Response reset(InputStream body) {
        return exchange.anonymous(
                errors,
                LeastTime.NONE,
                body,
                QeetRequests.ResetPassword::parse,
                (resolver, request) ->
                        services.realmOfLink(request.token()).flatMap(resolver::openById),
                this::reset,
                this::reset);
    }

    private Answer reset(Tenant tenant, QeetRequests.ResetPassword request) {
        if (!request.isPasswordOfAllowedLength()) {
            return errors.of(
                    QeetError.UNPROCESSABLE, "the password has to have 8 to 256 characters");
        }
        return RESET.apply(
                errors, services.recovery(tenant).reset(request.token(), request.newPassword()));
    }

    private static Answer refused(QeetErrors errors, PasswordRefusal refusal) {
        return switch (refusal.kind()) {
            case UNKNOWN -> errors.passwordRefused(refusal);
            case WEAK, BREACHED -> errors.of(QeetError.UNPROCESSABLE, refusal.reason());
        };
    }
}
