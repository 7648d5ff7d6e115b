package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.service.broker.SignInMethod;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.passkey.PasskeyRegistration;
import io.authrealm.api.service.signin.FactorAnswer;
import io.authrealm.api.service.users.UserCreation;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import io.authrealm.core.text.ProfileBounds;
import io.authrealm.core.text.UuidSyntax;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON objects that the dialect takes, with the rules of their members. Others are ignored. */
final class JitsudoRequests {

    private static final int PASSWORD_MAX = 1024;
    private static final int EMAIL_MAX = 1024;
    private static final int SLUG_MAX = 255;
    private static final int CHALLENGE_MAX = 64;
    private static final int CODE_MAX = 64;
    private static final int WORD_MAX = 32;
    private static final int TOKEN_MAX = 16_384;
    private static final int DEVICE_NAME_MAX = 100;
    private static final int ROLES_MAX = 20;
    private static final int ROLE_MAX = 255;

    /** The services refuse passwords of other lengths in words of their own. */
    private static final TextRule PASSWORD = TextRule.required(1, PASSWORD_MAX);

    private static final Map<String, SecondFactor> CODES =
            Map.of("totp", SecondFactor.TOTP, "backup_code", SecondFactor.RECOVERY_CODE);

    private static final Map<String, PasskeyRegistration.Kind> KEYS =
            Map.of(
                    "webauthn_passkey", PasskeyRegistration.Kind.PASSKEY,
                    "passkey", PasskeyRegistration.Kind.PASSKEY,
                    "webauthn_fido", PasskeyRegistration.Kind.SECURITY_KEY,
                    "fido", PasskeyRegistration.Kind.SECURITY_KEY);

    private static final Map<String, SignInMethod> METHODS =
            Map.of(
                    "local", SignInMethod.LOCAL,
                    "oidc", SignInMethod.OIDC,
                    "saml", SignInMethod.SAML);

    private JitsudoRequests() {}

    /**
     * @param tenantSlug null if the request has none
     */
    record Login(String email, String password, String tenantSlug) {

        static Login parse(JsonFields fields) {
            String slug = fields.text("tenant_slug", TextRule.optional(SLUG_MAX));
            return new Login(
                    JitsudoRequests.email(fields),
                    fields.text("password", PASSWORD),
                    slug == null || slug.isBlank() ? null : slug.trim());
        }

        /** Hides the password. */
        @Override
        public String toString() {
            return "Login";
        }
    }

    /** An address, which may have white space around it. */
    private static String email(JsonFields fields) {
        String sent = fields.text("email", TextRule.required(1, EMAIL_MAX));
        String email = sent == null ? null : sent.trim();
        String broken = email == null ? null : TextRule.requiredEmail().violation(email);
        if (broken != null) {
            fields.violate("email", broken);
        }
        return email;
    }

    record Address(String email) {

        static Address parse(JsonFields fields) {
            return new Address(JitsudoRequests.email(fields));
        }
    }

    private static String challenge(JsonFields fields) {
        String challenge = fields.text("challenge_id", TextRule.required(1, CHALLENGE_MAX));
        if (challenge != null && !UuidSyntax.isValid(challenge)) {
            fields.violate("challenge_id", "invalid_uuid");
        }
        return challenge;
    }

    /**
     * @param <T> what the word stands for
     */
    private static <T> Optional<T> word(JsonFields fields, String name, Map<String, T> words) {
        return word(fields, name, TextRule.optional(WORD_MAX), words);
    }

    private static <T> Optional<T> word(
            JsonFields fields, String name, TextRule rule, Map<String, T> words) {
        String word = fields.text(name, rule);
        if (word != null && !words.containsKey(word)) {
            fields.violate(name, "not_allowed");
        }
        return word == null ? Optional.empty() : Optional.ofNullable(words.get(word));
    }

    private static String code(JsonFields fields) {
        String code = fields.text("code", TextRule.required(1, CODE_MAX));
        return code == null ? null : code.trim();
    }

    /** A code for a challenge. */
    record ChallengeCode(String challenge, FactorAnswer answer) {

        static ChallengeCode parse(JsonFields fields) {
            Optional<SecondFactor> method = word(fields, "method", CODES);
            String code = JitsudoRequests.code(fields);
            return new ChallengeCode(
                    JitsudoRequests.challenge(fields),
                    code == null ? null : FactorAnswer.code(method, code));
        }

        /** Hides the challenge and the code. */
        @Override
        public String toString() {
            return "ChallengeCode";
        }
    }

    /** A step of the enrolment of an app on the way in; without a code it is the first. */
    record Enrolment(String challenge, Optional<String> code) {

        private static final Map<String, Boolean> HAS_CODE =
                Map.of("generate", false, "verify", true);

        static Enrolment parse(JsonFields fields) {
            Optional<Boolean> hasCode =
                    word(fields, "action", TextRule.required(1, WORD_MAX), HAS_CODE);
            return new Enrolment(
                    JitsudoRequests.challenge(fields),
                    hasCode.orElse(false)
                            ? Optional.ofNullable(JitsudoRequests.code(fields))
                            : Optional.empty());
        }

        /** Hides the challenge and the code. */
        @Override
        public String toString() {
            return "Enrolment";
        }
    }

    record Challenge(String challenge) {

        static Challenge parse(JsonFields fields) {
            return new Challenge(JitsudoRequests.challenge(fields));
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "Challenge";
        }
    }

    /**
     * What a key has signed for a challenge.
     *
     * @param answer nothing if it cannot be read
     */
    record ChallengeKey(String challenge, Optional<FactorAnswer> answer) {

        static ChallengeKey parse(JsonFields fields) {
            return new ChallengeKey(
                    JitsudoRequests.challenge(fields),
                    PublicKeyJson.assertion(credential(fields))
                            .map(signed -> FactorAnswer.key(Optional.empty(), signed)));
        }

        /** Hides the challenge and the signature. */
        @Override
        public String toString() {
            return "ChallengeKey";
        }
    }

    private static Map<String, Object> credential(JsonFields fields) {
        if (!fields.has("credential")) {
            fields.violate("credential", "required");
        }
        Map<String, Object> credential = fields.object("credential", PublicKeyJson.MAX_JSON);
        return credential == null ? Map.of() : credential;
    }

    record MailedToken(String token) {

        static MailedToken parse(JsonFields fields) {
            return new MailedToken(fields.text("token", TextRule.required(1, TOKEN_MAX)));
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "MailedToken";
        }
    }

    record NewPassword(String token, String password) {

        static NewPassword parse(JsonFields fields) {
            return new NewPassword(
                    fields.text("token", TextRule.required(1, TOKEN_MAX)),
                    fields.text("new_password", PASSWORD));
        }

        /** Hides both. */
        @Override
        public String toString() {
            return "NewPassword";
        }
    }

    record ChangedPassword(String current, String replacement) {

        static ChangedPassword parse(JsonFields fields) {
            return new ChangedPassword(
                    fields.text("current_password", PASSWORD),
                    fields.text("new_password", PASSWORD));
        }

        /** Hides both. */
        @Override
        public String toString() {
            return "ChangedPassword";
        }
    }

    record Code(String code) {

        static Code parse(JsonFields fields) {
            return new Code(JitsudoRequests.code(fields));
        }

        /** Hides the code. */
        @Override
        public String toString() {
            return "Code";
        }
    }

    /** The kind of key that a name stands for; without a name a passkey. */
    static Optional<PasskeyRegistration.Kind> kindOfKey(String name) {
        return name == null || name.isEmpty()
                ? Optional.of(PasskeyRegistration.Kind.PASSKEY)
                : Optional.ofNullable(KEYS.get(name));
    }

    /**
     * A key that a browser has made. Its kind was settled when the registration began.
     *
     * @param name null if the request has none
     */
    record MadeKey(Map<String, Object> credential, String name) {

        static MadeKey parse(JsonFields fields) {
            word(fields, "method_type", KEYS);
            String name = fields.text("device_name", TextRule.optional(DEVICE_NAME_MAX));
            return new MadeKey(
                    JitsudoRequests.credential(fields),
                    name == null || name.isBlank() ? null : name.trim());
        }

        /** Hides the key. */
        @Override
        public String toString() {
            return "MadeKey";
        }
    }

    /**
     * A user whom an admin creates. A local one needs a password, and any other has none here.
     *
     * @param roles names of realm roles; none if the request has none
     */
    record NewUser(UserCreation.NewUser user, List<String> roles, SignInMethod method) {

        static NewUser parse(JsonFields fields) {
            SignInMethod method = word(fields, "auth_provider", METHODS).orElse(SignInMethod.LOCAL);
            String password =
                    method == SignInMethod.LOCAL
                            ? fields.text("password", PASSWORD)
                            : fields.text("password", TextRule.optional(PASSWORD_MAX));
            if (method != SignInMethod.LOCAL && password != null) {
                fields.violate("password", "not_allowed");
            }
            List<String> roles =
                    fields.textList("roles", ROLES_MAX, TextRule.required(1, ROLE_MAX));
            return new NewUser(
                    new UserCreation.NewUser(
                            JitsudoRequests.email(fields), password, name(fields), null, null),
                    roles == null ? List.of() : roles,
                    method);
        }

        private static String name(JsonFields fields) {
            String name = fields.text("name", TextRule.required(1, ProfileBounds.MAX_DISPLAY_NAME));
            if (name != null && name.isBlank()) {
                fields.violate("name", "required");
            }
            return name == null ? null : name.trim();
        }

        /** Hides the password. */
        @Override
        public String toString() {
            return "NewUser";
        }
    }
}
