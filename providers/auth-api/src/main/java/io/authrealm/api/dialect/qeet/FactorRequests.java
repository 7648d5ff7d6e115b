package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.signin.FactorAnswer;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import java.util.Optional;

/** The JSON objects that the routes of second-factor challenges take. */
final class FactorRequests {

    private static final int TOKEN_MAX = 64;
    private static final int CODE_MAX = 64;
    private static final int METHOD_MAX = 32;

    private FactorRequests() {}

    record Answer(String mfaToken, FactorAnswer answer) {

        static Answer parse(JsonFields fields) {
            String mfaToken = fields.text("mfa_token", TextRule.required(1, TOKEN_MAX));
            String code = fields.text("code", TextRule.required(1, CODE_MAX));
            Optional<SecondFactor> method = method(fields);
            return new Answer(mfaToken, code == null ? null : FactorAnswer.code(method, code));
        }

        /** Hides the challenge and the answer. */
        @Override
        public String toString() {
            return "Answer";
        }
    }

    private static Optional<SecondFactor> method(JsonFields fields) {
        String name = fields.text("method", TextRule.optional(METHOD_MAX));
        Optional<SecondFactor> method = Optional.ofNullable(name).flatMap(FactorNames::factor);
        if (name != null && method.isEmpty()) {
            fields.violate("method", "not_allowed");
        }
        return method;
    }
}
