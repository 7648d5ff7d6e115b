package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.signin.Continuation;
import io.authrealm.api.service.signin.PendingAction;
import io.authrealm.api.service.signin.SignInResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How the dialect names what a sign-in waits for. */
final class ActionBodies {

    private static final String ACTIONS = "/v1/auth/actions/";

    private ActionBodies() {}

    /** A code was sent. */
    record CodeSent(String message, String destination) {}

    /**
     * A pending action.
     *
     * @param endpoint where to POST the fields together with the challenge; null if only a page can
     *     ask for them, or if the user has to use another factor first
     * @param alternatives each of them would do as well
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Action(
            String action,
            String endpoint,
            List<String> fields,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Action> alternatives) {

        static Action of(PendingAction pending) {
            return switch (pending.kind()) {
                case VERIFY_EMAIL -> ours("verify_email", "code");
                case UPDATE_PASSWORD -> ours("update_password", "new_password");
                case UPDATE_PROFILE ->
                        ours(
                                "update_profile",
                                pending.attributes().stream()
                                        .map(QeetNames::member)
                                        .toArray(String[]::new));
                case ACCEPT_TERMS -> ours("terms", "accept");
                case UPDATE_EMAIL -> ours("update_email", "email", "code");
                case SET_UP_TOTP -> enrolment(pending, SecondFactor.TOTP);
                case ADD_SECURITY_KEY -> enrolment(pending, SecondFactor.SECURITY_KEY);
                case ADD_PASSKEY -> enrolment(pending, SecondFactor.PASSKEY);
                case MAKE_RECOVERY_CODES -> enrolment(pending, SecondFactor.RECOVERY_CODE);
                case OTHER -> onPages(pending.alias().toLowerCase(Locale.ROOT));
            };
        }

        private static Action ours(String name, String... fields) {
            return new Action(name, ACTIONS + name, List.of(fields), List.of());
        }

        private static Action enrolment(PendingAction pending, SecondFactor factor) {
            Action action = enrolment(factor);
            return pending.isRefused()
                    ? onPages(action.action())
                    : new Action(
                            action.action(),
                            action.endpoint(),
                            action.fields(),
                            pending.alternatives().stream().map(Action::enrolment).toList());
        }

        private static Action enrolment(SecondFactor factor) {
            return switch (factor) {
                case TOTP -> enrolment("configure_totp", "/v1/mfa/totp/enroll/start");
                case SECURITY_KEY ->
                        enrolment("add_security_key", "/v1/passkeys/register/begin", "kind");
                case PASSKEY -> enrolment("add_passkey", "/v1/passkeys/register/begin");
                case MAIL_CODE ->
                        enrolment(
                                "add_email_code", "/v1/mfa/otp/factors", "channel", "destination");
                case TEXT_CODE ->
                        enrolment("add_sms_code", "/v1/mfa/otp/factors", "channel", "destination");
                case RECOVERY_CODE ->
                        enrolment("make_recovery_codes", "/v1/mfa/recovery-codes/regenerate");
            };
        }

        private static Action enrolment(String name, String endpoint, String... fields) {
            return new Action(
                    name,
                    endpoint,
                    Stream.concat(Stream.of("mfa_token"), Stream.of(fields)).toList(),
                    List.of());
        }

        private static Action onPages(String name) {
            return new Action(name, null, List.of(), List.of());
        }
    }

    /**
     * The members that tell what a sign-in waits for.
     *
     * @param redirectUrl the page by which a browser can do it instead; null if there is none
     * @param expiresIn the seconds for which the page works; null if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Required(
            List<String> requiredActions,
            String challengeId,
            List<Action> actions,
            String redirectUrl,
            Integer expiresIn) {

        static Required of(SignInResult.ActionRequired required) {
            return new Required(
                    required.actions().stream().map(PendingAction::alias).toList(),
                    required.challenge(),
                    required.actions().stream().map(Action::of).distinct().toList(),
                    required.continuation().map(Continuation::url).orElse(null),
                    required.continuation().map(Continuation::seconds).orElse(null));
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "Required";
        }
    }

    /** A second factor has to be set up: the members that clients of Qeet ID know, and ours. */
    record EnrollmentRequired(
            boolean mfaRequired,
            String mfaToken,
            List<String> methods,
            boolean enrollmentRequired,
            @JsonUnwrapped Required required) {

        static EnrollmentRequired of(SignInResult.EnrollmentRequired enrollment) {
            return new EnrollmentRequired(
                    true,
                    enrollment.required().challenge(),
                    List.of(),
                    true,
                    Required.of(enrollment.required()));
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "EnrollmentRequired";
        }
    }

    /** The same as the metadata of an error. */
    static Map<String, Object> metadata(SignInResult.ActionRequired required) {
        Required members = Required.of(required);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("required_actions", members.requiredActions());
        metadata.put("challenge_id", members.challengeId());
        metadata.put("actions", members.actions());
        metadata.putAll(metadata(required.continuation()));
        return metadata;
    }

    static Map<String, Object> metadata(Optional<Continuation> continuation) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        continuation.ifPresent(
                page -> {
                    metadata.put("redirect_url", page.url());
                    metadata.put("expires_in", page.seconds());
                });
        return metadata;
    }
}
