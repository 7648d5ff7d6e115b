package io.authrealm.api.dialect.qeet;

import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;

/** The JSON objects that the routes of {@link OtpFactorResource} take. */
final class OtpFactorRequests {

    private static final int CHANNEL_MAX = 64;

    /** The longest address. */
    private static final int DESTINATION_MAX = 254;

    private OtpFactorRequests() {}

    /**
     * @param channel null if the request has none
     * @param destination null if the request has none
     */
    record Add(String channel, String destination) {

        static Add parseStrictly(JsonFields fields) {
            fields.onlyKnown("channel", "destination");
            return parse(fields);
        }

        static Add parse(JsonFields fields) {
            String channel = fields.text("channel", TextRule.optional(CHANNEL_MAX));
            String destination = fields.text("destination", TextRule.optional(DESTINATION_MAX));
            return new Add(
                    channel,
                    destination == null || destination.isBlank() ? null : destination.trim());
        }
    }
}
