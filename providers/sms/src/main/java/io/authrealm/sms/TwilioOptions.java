package io.authrealm.sms;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * The options {@code --spi-authrealm-sms--twilio--*}.
 *
 * @param messages where messages are posted
 * @param authorization the header of this name, which contains the secret
 * @param senderField the form field that says who sends, {@code From} or {@code
 *     MessagingServiceSid}
 * @param sender the value of that field
 * @param timeout the time limit of one message in all
 */
record TwilioOptions(
        URI messages, String authorization, String senderField, String sender, Duration timeout) {

    private static final String DEFAULT_BASE_URL = "https://api.twilio.com";

    private static final Pattern SID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7E]{1,256}");
    private static final Pattern FROM = Pattern.compile("[A-Za-z0-9 +_&-]{1,32}");

    /**
     * @throws IllegalArgumentException if an option is missing or malformed
     */
    static TwilioOptions of(Config.Scope config) {
        GatewayOptions options = new GatewayOptions(TwilioSenderFactory.ID, config);
        String account = options.required("account-sid", SID);
        String base = config.get("base-url", DEFAULT_BASE_URL).replaceFirst("/+$", "");
        URI messages =
                GatewayUrl.parse(
                        options.name("base-url"),
                        base + "/2010-04-01/Accounts/" + account + "/Messages.json",
                        false);
        boolean hasService = either(options, "from", "messaging-service-sid");
        String sender =
                hasService
                        ? options.required("messaging-service-sid", SID)
                        : options.required("from", FROM);
        return new TwilioOptions(
                messages,
                authorization(options, account),
                hasService ? "MessagingServiceSid" : "From",
                sender,
                options.timeout());
    }

    private static String authorization(GatewayOptions options, String account) {
        boolean hasKey = either(options, "auth-token", "api-key");
        String user = hasKey ? options.required("api-key", SID) : account;
        String secret = options.required(hasKey ? "api-key-secret" : "auth-token", SECRET);
        byte[] both = (user + ":" + secret).getBytes(StandardCharsets.US_ASCII);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** Whether the second of the two is set. */
    private static boolean either(GatewayOptions options, String first, String second) {
        if (options.has(first) == options.has(second)) {
            throw new IllegalArgumentException(
                    "exactly one of "
                            + options.name(first)
                            + " and "
                            + options.name(second)
                            + " is needed");
        }
        return options.has(second);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TwilioOptions[" + messages + "]";
    }

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name("account-sid")
                .type("string")
                .helpText("SID of the account that sends the messages")
                .add()
                .property()
                .name("auth-token")
                .type("string")
                .helpText("The account's secret; or use api-key and api-key-secret")
                .secret(true)
                .add()
                .property()
                .name("api-key")
                .type("string")
                .helpText("SID of an API key")
                .add()
                .property()
                .name("api-key-secret")
                .type("string")
                .helpText("The API key's secret")
                .secret(true)
                .add()
                .property()
                .name("from")
                .type("string")
                .helpText("Number or name that sends; or use messaging-service-sid")
                .add()
                .property()
                .name("messaging-service-sid")
                .type("string")
                .helpText("Messaging service that sends")
                .add()
                .property()
                .name("base-url")
                .type("string")
                .helpText("Address of Twilio, or of another region")
                .defaultValue(DEFAULT_BASE_URL)
                .add()
                .property(GatewayOptions.timeoutProperty())
                .build();
    }
}
