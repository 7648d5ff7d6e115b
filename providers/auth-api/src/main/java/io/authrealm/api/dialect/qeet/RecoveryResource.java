package io.authrealm.api.dialect.qeet;

import io.authrealm.api.Services;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.http.LeastTime;
import io.authrealm.api.service.link.MailRequestResult;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.recovery.Recovery;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantSettings;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * {@code /v1/auth/forgot-password} and {@code /v1/auth/reset-password} (contract, sections 9.1 and
 * 9.2). Their paths stand in {@link AuthResource}.
 */
final class RecoveryResource {

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
        return switch (result) {
            case ACCEPTED ->
                    Answer.of(
                            202,
                            new QeetBodies.Message(
                                    "If there is an account with this address, a mail is on its way."));
            case BUSY -> errors.outboxFull();
        };
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
        Recovery.ResetResult result =
                services.recovery(tenant).reset(request.token(), request.newPassword());
        if (result instanceof Recovery.ResetResult.Reset) {
            return Answer.ok(new QeetBodies.Message("The password has been changed."));
        }
        if (result instanceof Recovery.ResetResult.PasswordRefused refused) {
            return refused.refusal().kind() == PasswordRefusal.Kind.UNKNOWN
                    ? errors.passwordRefused(refused.refusal())
                    : errors.of(QeetError.UNPROCESSABLE, refused.refusal().reason());
        }
        if (result instanceof Recovery.ResetResult.Overloaded overloaded) {
            return errors.retryLater(QeetError.UNAVAILABLE, overloaded.retryAfterSeconds());
        }
        if (result instanceof Recovery.ResetResult.ReadOnly) {
            return errors.of(QeetError.FORBIDDEN, "the password is managed elsewhere");
        }
        if (result instanceof Recovery.ResetResult.LinkUsed) {
            return errors.of(QeetError.LINK_USED);
        }
        return errors.of(
                result instanceof Recovery.ResetResult.LinkExpired
                        ? QeetError.LINK_EXPIRED
                        : QeetError.RESET_LINK_INVALID);
    }
}
