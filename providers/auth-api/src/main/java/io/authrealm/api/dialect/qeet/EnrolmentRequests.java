package io.authrealm.api.dialect.qeet;

import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import java.util.function.Function;

/** The JSON objects by which a user sets a second factor up on the way in. */
final class EnrolmentRequests {

    private static final int CHALLENGE_MAX = 64;

    private EnrolmentRequests() {}

    /**
     * A request with the challenge of a sign-in as its credential.
     *
     * @param challenge null if the request has no credential at all
     * @param request what else it has; null without a challenge
     */
    record Enrolment<R>(String challenge, R request) {

        /** Reads the rest only if there is a challenge. */
        static <R> Function<JsonFields, Enrolment<R>> parser(Function<JsonFields, R> parse) {
            return fields -> {
                String challenge = challengeOf(fields);
                return new Enrolment<>(challenge, challenge == null ? null : parse.apply(fields));
            };
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "Enrolment";
        }
    }

    /** Null if the request has no credential at all. */
    private static String challengeOf(JsonFields fields) {
        return fields.text("mfa_token", TextRule.optional(CHALLENGE_MAX));
    }

    /**
     * @param challenge null if the request has no credential at all
     */
    record Challenge(String challenge) {

        static Challenge parse(JsonFields fields) {
            return new Challenge(challengeOf(fields));
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "Challenge";
        }
    }
}
