package io.authrealm.api.dialect.qeet;

import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;

/** The JSON objects by which a user sets a second factor up on the way in. */
final class EnrolmentRequests {

    private static final int CHALLENGE_MAX = 64;
    private static final int CODE_MAX = 64;

    private EnrolmentRequests() {}

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

    /**
     * @param challenge null if the request has no credential at all
     * @param account may be null
     */
    record StartTotp(String challenge, String account) {

        static StartTotp parse(JsonFields fields) {
            return new StartTotp(
                    challengeOf(fields),
                    fields.text("account", TextRule.optional(MfaRequests.ACCOUNT_MAX)));
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "StartTotp";
        }
    }

    /**
     * @param challenge null if the request has no credential at all
     */
    record ConfirmTotp(String challenge, String code) {

        static ConfirmTotp parse(JsonFields fields) {
            String challenge = challengeOf(fields);
            if (challenge == null) {
                return new ConfirmTotp(null, null);
            }
            String code = fields.text("code", TextRule.required(1, CODE_MAX));
            return new ConfirmTotp(challenge, code == null ? null : code.trim());
        }

        /** Hides the challenge and the code. */
        @Override
        public String toString() {
            return "ConfirmTotp";
        }
    }
}
