package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.authrealm.api.service.factor.CodeFactor;
import java.util.Map;

/** The JSON objects that the routes of second-factor challenges answer with. */
final class FactorBodies {

    private FactorBodies() {}

    /**
     * @param destination in a form that may be shown
     */
    record CodeSent(String message, String destination) {}

    /**
     * Where a code can be sent.
     *
     * @param factorId names it when the code is asked for
     * @param destination in a form that may be shown
     */
    record Destination(String factorId, String method, String destination) {

        static Destination of(CodeFactor factor) {
            return new Destination(
                    factor.id(), FactorNames.of(factor.channel().factor()), factor.masked());
        }
    }

    /**
     * The options have the names of the W3C, and so has the member that holds them.
     *
     * @param sessionId the token of the challenge
     */
    record KeyRequest(String sessionId, @JsonProperty("publicKey") Map<String, Object> publicKey) {

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "KeyRequest";
        }
    }
}
