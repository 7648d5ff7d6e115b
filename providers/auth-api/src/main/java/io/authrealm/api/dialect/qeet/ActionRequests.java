package io.authrealm.api.dialect.qeet;

import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The JSON objects that answer the actions that a sign-in waits for. */
final class ActionRequests {

    /** The challenge, which is the credential of the request. */
    static final String CHALLENGE = "challenge_id";

    private static final int CHALLENGE_MAX = 64;
    private static final int CODE_MAX = 64;

    /** The longest value of the tenant template's user profile is a picture. */
    private static final int ATTRIBUTE_MAX = 300_000;

    private static final int VALUES_MAX = 64;

    private ActionRequests() {}

    private static String challengeOf(JsonFields fields) {
        return fields.text(CHALLENGE, TextRule.required(1, CHALLENGE_MAX));
    }

    private static String codeOf(JsonFields fields) {
        String code = fields.text("code", TextRule.optional(CODE_MAX));
        return code == null || code.isBlank() ? null : code.trim();
    }

    /**
     * @param code null to have one mailed
     */
    record VerifyEmail(String challenge, String code) {

        static VerifyEmail parse(JsonFields fields) {
            return new VerifyEmail(challengeOf(fields), codeOf(fields));
        }

        /** Hides the challenge and the code. */
        @Override
        public String toString() {
            return "VerifyEmail";
        }
    }

    /**
     * @param email null if the request has none
     * @param code null to have one mailed
     */
    record UpdateEmail(String challenge, String email, String code) {

        static UpdateEmail parse(JsonFields fields) {
            String challenge = challengeOf(fields);
            String code = codeOf(fields);
            boolean isEmailDue = code == null;
            return new UpdateEmail(
                    challenge,
                    isEmailDue ? fields.text("email", TextRule.requiredEmail()) : null,
                    code);
        }

        /** Hides the challenge and the code. */
        @Override
        public String toString() {
            return "UpdateEmail";
        }
    }

    record UpdatePassword(String challenge, String newPassword) {

        static UpdatePassword parse(JsonFields fields) {
            return new UpdatePassword(
                    challengeOf(fields), fields.text("new_password", QeetRequests.NEW_PASSWORD));
        }

        @Override
        public String toString() {
            return "UpdatePassword";
        }
    }

    record Terms(String challenge, boolean isAccepted) {

        static Terms parse(JsonFields fields) {
            return new Terms(challengeOf(fields), fields.requiredFlag("accept"));
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "Terms";
        }
    }

    /**
     * @param members all others, in lower case
     */
    record UpdateProfile(String challenge, Map<String, List<String>> members) {

        static UpdateProfile parse(JsonFields fields) {
            return new UpdateProfile(
                    challengeOf(fields),
                    fields.textLists(
                            Set.of(CHALLENGE), VALUES_MAX, TextRule.optional(ATTRIBUTE_MAX)));
        }

        /** The values of an attribute of the user profile; null if the request has none. */
        List<String> valuesOf(String attribute) {
            return members.get(QeetNames.member(attribute));
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "UpdateProfile";
        }
    }
}
