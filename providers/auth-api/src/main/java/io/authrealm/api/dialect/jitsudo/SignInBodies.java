package io.authrealm.api.dialect.jitsudo;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.authrealm.api.service.action.TotpEnrolmentResult;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.service.signin.SignInResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The JSON objects that the routes of a sign-in answer with. */
final class SignInBodies {

    private SignInBodies() {}

    record LoggedIn(
            String token, Instant expiresAt, boolean mfaRequired, boolean enrollmentRequired) {

        static LoggedIn of(TokenPair tokens) {
            return new LoggedIn(tokens.accessToken(), tokens.expiresAt(), false, false);
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "LoggedIn";
        }
    }

    /**
     * There is no token yet.
     *
     * @param methods what the user can answer with; none if a factor has to be set up
     */
    record Challenge(
            boolean mfaRequired,
            String challengeId,
            List<String> methods,
            boolean enrollmentRequired) {

        static Challenge of(SignInResult.MfaRequired mfa) {
            return new Challenge(true, mfa.mfaToken(), FactorNames.of(mfa.methods()), false);
        }

        /** Something has to be set up first. */
        static Challenge of(SignInResult.ActionRequired required) {
            return new Challenge(true, required.challenge(), List.of(), true);
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "Challenge";
        }
    }

    /**
     * The answer to a challenge.
     *
     * @param token null if a factor or backup codes have to be set up first
     * @param mfaSetupRequired always false: no token is good for a part of the API
     * @param challengeId only if there is no token
     */
    record Answered(
            String token,
            Instant expiresAt,
            boolean mfaSetupRequired,
            boolean enrollmentRequired,
            @JsonInclude(JsonInclude.Include.NON_NULL) String challengeId) {

        static Answered of(TokenPair tokens) {
            return new Answered(tokens.accessToken(), tokens.expiresAt(), false, false, null);
        }

        static Answered of(SignInResult.ActionRequired required) {
            return new Answered(null, null, false, true, required.challenge());
        }

        /** Hides the token and the challenge. */
        @Override
        public String toString() {
            return "Answered";
        }
    }

    /**
     * The steps of an enrolment on the way in; members that belong to the other step are null,
     * except the list.
     *
     * @param token also null if there is more to do before there is one
     */
    record Enrolment(
            String secret,
            String qrUri,
            String token,
            Instant expiresAt,
            List<String> backupCodes) {

        static Enrolment of(TotpEnrolmentResult.Started started) {
            return new Enrolment(
                    started.app().secret(), started.app().uri(), null, null, List.of());
        }

        static Enrolment of(List<String> codes) {
            return new Enrolment(null, null, null, null, codes);
        }

        static Enrolment of(List<String> codes, TokenPair tokens) {
            return new Enrolment(null, null, tokens.accessToken(), tokens.expiresAt(), codes);
        }

        /** Hides the secret, the token and the codes. */
        @Override
        public String toString() {
            return "Enrolment";
        }
    }

    /** What a browser asks a key with, or makes one with; its members have the names of the W3C. */
    record KeyOptions(Map<String, Object> options) {

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "KeyOptions";
        }
    }
}
