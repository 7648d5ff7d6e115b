package io.authrealm.api.dialect.qeet;

import io.authrealm.core.json.JsonFields;

/** The JSON objects that the dialect takes for sessions by cookie. */
final class HostedRequests {

    private HostedRequests() {}

    /**
     * @param remembers whether the user trusts the browser from now on
     */
    record Mfa(FactorRequests.Answer answer, boolean remembers) {

        static Mfa parse(JsonFields fields) {
            return new Mfa(FactorRequests.Answer.parse(fields), fields.flag("remember", false));
        }
    }
}
