package io.authrealm.api.dialect.credebl;

import io.authrealm.api.Services;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.mailbox.MailboxProof;
import io.authrealm.api.service.mailbox.MailboxSignUp;
import io.authrealm.core.json.InputError.FieldError;
import io.authrealm.core.json.InputError.Invalid;
import io.authrealm.core.json.TextRule;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The three steps of a registration. Their paths stand in {@link AuthResource}. */
final class SignUpResource {

    private static final TextRule CODE = TextRule.required(1, 64);

    private final Call call;
    private final Services services;
    private final CredeblErrors errors;

    SignUpResource(Call call, Services services, CredeblErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    Response mail(String clientAlias, InputStream body) {
        return call.respond(
                errors,
                () -> {
                    MailboxProof mailbox = services.mailboxProof(CredeblCookies.proof(call));
                    CredeblRequests.VerificationMail sent =
                            call.optionalBody(body, CredeblRequests.VerificationMail::parse);
                    return SignUpAnswers.MAILED.apply(
                            errors,
                            mailbox.mail(sent.email(), MailPages.verification(clientAlias)));
                });
    }

    Response verify(String email, String code) {
        return call.respond(
                errors,
                () -> {
                    MailboxProof mailbox = services.mailboxProof(CredeblCookies.proof(call));
                    String address = email == null ? null : email.trim();
                    String sentCode = code == null ? null : code.trim();
                    List<FieldError> broken = new ArrayList<>();
                    require(broken, "email", TextRule.requiredEmail(), address);
                    require(broken, "verificationCode", CODE, sentCode);
                    return broken.isEmpty()
                            ? SignUpAnswers.PROVED.apply(errors, mailbox.prove(address, sentCode))
                            : errors.badInput(new Invalid(broken));
                });
    }

    private static void require(List<FieldError> broken, String name, TextRule rule, String value) {
        String code = rule.violation(value);
        if (code != null) {
            broken.add(new FieldError(name, code, code));
        }
    }

    Response signUp(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    MailboxSignUp signUp = services.mailboxSignUp(CredeblCookies.proof(call));
                    return SignUpAnswers.SIGNED_UP.apply(
                            errors,
                            signUp.create(call.optionalBody(body, CredeblRequests::parseSignUp)));
                });
    }
}
