package io.authrealm.api.dialect.qeet;

import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;

/** The JSON objects that the routes of second factors take, with the rules of their members. */
final class MfaRequests {

    /** A URI that holds it in percent-encoding still is short enough for a QR code. */
    static final int ACCOUNT_MAX = 255;

    private MfaRequests() {}

    /**
     * @param account may be null
     */
    record StartTotp(String account) {

        static StartTotp parse(JsonFields fields) {
            return new StartTotp(fields.text("account", TextRule.optional(ACCOUNT_MAX)));
        }
    }
}
