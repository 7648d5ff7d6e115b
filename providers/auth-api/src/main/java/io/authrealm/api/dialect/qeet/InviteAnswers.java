package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.invites.InviteAcceptResult;
import io.authrealm.api.service.invites.InviteDeclineResult;
import io.authrealm.api.service.invites.InviteJoinResult;
import io.authrealm.api.service.invites.InviteRefusal;
import io.authrealm.api.service.invites.InviteRevokeResult;
import io.authrealm.api.service.invites.InviteSendResult;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Map;

/** What the routes of invites answer. */
final class InviteAnswers {

    /**
     * An invite that was asked for.
     *
     * @param status of the answer if it was sent
     */
    record Sending(QeetErrors errors, Tenant tenant, int status) {}

    static final Cases<Sending, InviteSendResult, Answer> SENT =
            Cases.<Sending, InviteSendResult, Answer>of(InviteSendResult.class)
                    .when(
                            InviteSendResult.Sent.class,
                            (sending, result) ->
                                    Answer.of(
                                            sending.status(),
                                            InviteBodies.Sent.of(sending.tenant(), result.sent())))
                    .when(InviteSendResult.NotFound.class, sending -> sending.errors().notFound())
                    .when(
                            InviteSendResult.AddressRefused.class,
                            sending ->
                                    sending.errors()
                                            .invalid("email", "invalid_email", "is not valid"))
                    .when(
                            InviteSendResult.UnknownRole.class,
                            sending ->
                                    sending.errors()
                                            .invalid("role_id", "not_allowed", "is no role here"))
                    .when(
                            InviteSendResult.RoleRefused.class,
                            sending -> sending.errors().of(QeetError.PERMISSION_DENIED))
                    .when(
                            InviteSendResult.TooMany.class,
                            (sending, tooMany) ->
                                    sending.errors()
                                            .withMetadata(
                                                    QeetError.PLAN_LIMIT,
                                                    Map.of(
                                                            "resource",
                                                            "invites",
                                                            "limit",
                                                            tooMany.most())))
                    .when(
                            InviteSendResult.Limited.class,
                            (sending, limited) ->
                                    sending.errors().rateLimited(limited.retryAfterSeconds()))
                    .when(
                            InviteSendResult.Busy.class,
                            (sending, busy) ->
                                    sending.errors().unavailable(busy.retryAfterSeconds()))
                    .complete();

    static final Cases<QeetErrors, InviteRevokeResult, Answer> REVOKED =
            Cases.<QeetErrors, InviteRevokeResult, Answer>of(InviteRevokeResult.class)
                    .when(InviteRevokeResult.Revoked.class, errors -> Answer.of(204, null))
                    .when(InviteRevokeResult.NotFound.class, errors -> errors.notFound())
                    .complete();

    /** A client stores what it finds as tokens, so there is no success without them. */
    static final Cases<QeetErrors, InviteAcceptResult, Answer> ACCEPTED =
            Cases.<QeetErrors, InviteAcceptResult, Answer>of(InviteAcceptResult.class)
                    .when(
                            InviteAcceptResult.SignedUp.class,
                            (errors, signedUp) ->
                                    Answer.ok(QeetBodies.Tokens.of(signedUp.tokens())))
                    .when(
                            InviteAcceptResult.ActionRequired.class,
                            (errors, required) ->
                                    SignInAnswers.SIGNED_IN.apply(errors, required.signIn()))
                    .when(
                            InviteAcceptResult.Created.class,
                            errors ->
                                    errors.of(
                                            QeetError.REDIRECT_TO_WEB,
                                            "the account is there, sign in"))
                    .when(
                            InviteAcceptResult.Refused.class,
                            (errors, refused) -> refused(errors, refused.why()))
                    .when(
                            InviteAcceptResult.AccountExists.class,
                            errors -> errors.of(QeetError.INVITE_ACCOUNT_EXISTS))
                    .when(
                            InviteAcceptResult.PasswordRefused.class,
                            (errors, refused) ->
                                    errors.passwordRefused("password", refused.refusal()))
                    .when(
                            InviteAcceptResult.InvalidAttribute.class,
                            (errors, invalid) -> errors.invalidAttribute(invalid.attribute()))
                    .when(
                            InviteAcceptResult.MethodDisabled.class,
                            errors -> errors.of(QeetError.METHOD_DISABLED))
                    .when(
                            InviteAcceptResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .complete();

    static final Cases<QeetErrors, InviteJoinResult, Answer> JOINED =
            Cases.<QeetErrors, InviteJoinResult, Answer>of(InviteJoinResult.class)
                    .when(
                            InviteJoinResult.Joined.class,
                            (errors, joined) ->
                                    Answer.ok(
                                            new InviteBodies.Joined(
                                                    joined.userId(), joined.tenantId())))
                    .when(
                            InviteJoinResult.Refused.class,
                            (errors, refused) -> refused(errors, refused.why()))
                    .when(
                            InviteJoinResult.OtherAddress.class,
                            errors -> errors.of(QeetError.INVITE_EMAIL_MISMATCH))
                    .when(
                            InviteJoinResult.ReadOnly.class,
                            errors ->
                                    errors.of(QeetError.FORBIDDEN, "the user is managed elsewhere"))
                    .complete();

    static final Cases<QeetErrors, InviteDeclineResult, Answer> DECLINED =
            Cases.<QeetErrors, InviteDeclineResult, Answer>of(InviteDeclineResult.class)
                    .when(
                            InviteDeclineResult.Declined.class,
                            errors -> Answer.ok(new QeetBodies.Message("The invite is declined.")))
                    .when(
                            InviteDeclineResult.NotPending.class,
                            errors -> errors.of(QeetError.INVITE_INVALID))
                    .complete();

    private InviteAnswers() {}

    private static Answer refused(QeetErrors errors, InviteRefusal why) {
        return switch (why) {
            case UNKNOWN -> errors.of(QeetError.INVITE_LINK_INVALID);
            case NOT_PENDING -> errors.of(QeetError.INVITE_INVALID);
            case EXPIRED -> errors.of(QeetError.INVITE_EXPIRED);
        };
    }
}
