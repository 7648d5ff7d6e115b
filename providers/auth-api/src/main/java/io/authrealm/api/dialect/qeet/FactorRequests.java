package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.signin.FactorAnswer;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.Map;
import java.util.Optional;

/** The JSON objects that the routes of second-factor challenges take. */
final class FactorRequests {

    private static final int TOKEN_MAX = 64;
    private static final int CODE_MAX = 64;
    private static final int METHOD_MAX = 32;
    private static final int FACTOR_ID_MAX = 64;
    private static final TextRule METHOD = TextRule.optional(METHOD_MAX);

    private FactorRequests() {}

    /**
     * @param answer nothing if it is a credential that cannot be read
     */
    record Answer(String mfaToken, Optional<FactorAnswer> answer) {

        static Answer parse(JsonFields fields) {
            String mfaToken = readToken(fields);
            Optional<SecondFactor> method = readMethod(fields, METHOD);
            if (!fields.has("credential")) {
                String code = fields.text("code", TextRule.required(1, CODE_MAX));
                return new Answer(
                        mfaToken,
                        Optional.ofNullable(code).map(typed -> FactorAnswer.code(method, typed)));
            }
            if (fields.has("code")) {
                fields.violate("code", "not_allowed");
            }
            Map<String, Object> credential = fields.object("credential", PublicKeyJson.MAX_JSON);
            return new Answer(
                    mfaToken,
                    Optional.ofNullable(credential)
                            .flatMap(PublicKeyJson::assertion)
                            .map(assertion -> FactorAnswer.key(method, assertion)));
        }

        /** Hides the challenge and the answer. */
        @Override
        public String toString() {
            return "Answer";
        }
    }

    /**
     * @param factorId which of the user's addresses or numbers gets the code; may be null
     */
    record Prompt(String mfaToken, SecondFactor method, String factorId) {

        static Prompt parse(JsonFields fields) {
            return new Prompt(
                    readToken(fields),
                    readMethod(fields, TextRule.required(1, METHOD_MAX)).orElse(null),
                    fields.text("factor_id", TextRule.optional(FACTOR_ID_MAX)));
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "Prompt";
        }
    }

    private static String readToken(JsonFields fields) {
        return fields.text("mfa_token", TextRule.required(1, TOKEN_MAX));
    }

    private static Optional<SecondFactor> readMethod(JsonFields fields, TextRule rule) {
        String name = fields.text("method", rule);
        Optional<SecondFactor> method = Optional.ofNullable(name).flatMap(FactorNames::factor);
        if (name != null && method.isEmpty()) {
            fields.violate("method", "not_allowed");
        }
        return method;
    }
}
