package io.authrealm.sms;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * The options {@code --spi-authrealm-sms--webhook--*}.
 *
 * @param url where messages are posted
 * @param secret the signing key
 * @param timeout the time limit of one message in all
 */
record WebhookOptions(URI url, String secret, Duration timeout) {

    private static final Pattern URL = Pattern.compile("[\\x21-\\x7E]{1,2048}");

    /** As long as the HMAC, so that it is not the weakest part. */
    private static final Pattern SECRET = Pattern.compile("[\\x20-\\x7E]{32,512}");

    /**
     * @throws IllegalArgumentException if an option is missing or malformed
     */
    static WebhookOptions of(Config.Scope config) {
        GatewayOptions options = new GatewayOptions(WebhookSenderFactory.ID, config);
        return new WebhookOptions(
                GatewayUrl.parse(
                        options.name("url"),
                        options.required("url", URL),
                        options.flag("allow-http")),
                options.required("secret", SECRET),
                options.timeout());
    }

    /** Without the secret, and without the path, which may be one. */
    @Override
    public String toString() {
        return "WebhookOptions[" + url.getHost() + "]";
    }

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name("url")
                .type("string")
                .helpText("URL to which messages are posted: https, or this machine")
                .add()
                .property()
                .name("secret")
                .type("string")
                .helpText("Key that signs the messages, 32 to 512 ASCII characters")
                .secret(true)
                .add()
                .property()
                .name("allow-http")
                .type("boolean")
                .helpText("Whether the URL may be http on another machine")
                .defaultValue(false)
                .add()
                .property(GatewayOptions.timeoutProperty())
                .build();
    }
}
