package io.authrealm.api.dialect.credebl;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.mailbox.MailboxMailResult;
import io.authrealm.api.service.mailbox.MailboxProofResult;
import io.authrealm.api.service.mailbox.MailboxSignUpResult;
import io.authrealm.api.service.mailbox.MailboxState;
import io.authrealm.api.service.signup.AccountAttribute;
import io.authrealm.core.outcome.Cases;

/** What the three steps of a registration answer. */
final class SignUpAnswers {

    static final Cases<CredeblErrors, MailboxMailResult, Answer> MAILED =
            Cases.<CredeblErrors, MailboxMailResult, Answer>of(MailboxMailResult.class)
                    .when(
                            MailboxMailResult.Accepted.class,
                            errors -> CredeblBodies.done(201, "A mail is on its way"))
                    .when(
                            MailboxMailResult.Taken.class,
                            errors -> errors.of(CredeblError.USER_EXISTS))
                    .when(
                            MailboxMailResult.UnknownFrontEnd.class,
                            (errors, unknown) ->
                                    errors.of(
                                            CredeblError.UNKNOWN_ALIAS,
                                            CredeblError.UNKNOWN_ALIAS.message()
                                                    + "; it can be "
                                                    + String.join(", ", unknown.known())))
                    .when(
                            MailboxMailResult.ForAdmins.class,
                            errors -> errors.of(CredeblError.ADMIN_ALIAS))
                    .when(
                            MailboxMailResult.NoAddress.class,
                            errors -> errors.of(CredeblError.NO_FRONT_END))
                    .when(
                            MailboxMailResult.AddressRefused.class,
                            errors -> errors.invalidAttribute(AccountAttribute.email()))
                    .when(
                            MailboxMailResult.RegistrationClosed.class,
                            errors -> errors.of(CredeblError.REGISTRATION_CLOSED))
                    .when(
                            MailboxMailResult.Busy.class,
                            (errors, busy) -> errors.unavailable(busy.retryAfterSeconds()))
                    .complete();

    static final Cases<CredeblErrors, MailboxProofResult, Answer> PROVED =
            Cases.<CredeblErrors, MailboxProofResult, Answer>of(MailboxProofResult.class)
                    .when(
                            MailboxProofResult.Proved.class,
                            (errors, proved) ->
                                    CredeblCookies.remember(
                                            CredeblBodies.done(
                                                    200, "The email address is verified"),
                                            proved))
                    .when(
                            MailboxProofResult.ProvedBefore.class,
                            errors -> errors.of(CredeblError.ALREADY_VERIFIED))
                    .when(
                            MailboxProofResult.CodeInvalid.class,
                            errors -> errors.of(CredeblError.CODE_INVALID))
                    .complete();

    static final Cases<CredeblErrors, MailboxSignUpResult, Answer> SIGNED_UP =
            Cases.<CredeblErrors, MailboxSignUpResult, Answer>of(MailboxSignUpResult.class)
                    .when(
                            MailboxSignUpResult.SignedUp.class,
                            (errors, signedUp) ->
                                    CredeblBodies.done(
                                            201,
                                            "The user is registered",
                                            new CredeblBodies.UserId(signedUp.userId())))
                    .when(
                            MailboxSignUpResult.NotProved.class,
                            errors -> errors.of(CredeblError.MAILBOX_NOT_PROVED))
                    .when(
                            MailboxSignUpResult.Taken.class,
                            errors -> errors.of(CredeblError.USER_EXISTS))
                    .when(
                            MailboxSignUpResult.PasswordRefused.class,
                            (errors, refused) -> errors.passwordRefused(refused.refusal()))
                    .when(
                            MailboxSignUpResult.PasswordUnreadable.class,
                            errors -> errors.of(CredeblError.UNDECRYPTABLE))
                    .when(
                            MailboxSignUpResult.InvalidAttribute.class,
                            (errors, invalid) -> errors.invalidAttribute(invalid.attribute()))
                    .when(
                            MailboxSignUpResult.Overloaded.class,
                            (errors, overloaded) ->
                                    errors.unavailable(overloaded.retryAfterSeconds()))
                    .when(
                            MailboxSignUpResult.RegistrationClosed.class,
                            errors -> errors.of(CredeblError.REGISTRATION_CLOSED))
                    .when(MailboxSignUpResult.TenantClosed.class, errors -> errors.notFound())
                    .complete();

    /** What is hidden looks like an unused address. */
    static final Cases<CredeblErrors, MailboxState, Answer> EXISTENCE =
            Cases.<CredeblErrors, MailboxState, Answer>of(MailboxState.class)
                    .when(MailboxState.Hidden.class, errors -> unknown())
                    .when(MailboxState.Unknown.class, errors -> unknown())
                    .when(
                            MailboxState.Proved.class,
                            errors -> existence(true, null, "The email address is verified"))
                    .when(
                            MailboxState.Registered.class,
                            (errors, user) ->
                                    existence(
                                            user.isVerified(),
                                            user.userId(),
                                            "The user exists already"))
                    .complete();

    private SignUpAnswers() {}

    private static Answer unknown() {
        return existence(false, null, "The user is not registered");
    }

    private static Answer existence(boolean isVerified, String userId, String message) {
        return CredeblBodies.done(
                200,
                "Whether the user exists",
                CredeblBodies.Existence.of(isVerified, userId, message));
    }
}
