package io.authrealm.sms;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Makes the sender {@value #ID}. */
public final class WebhookSenderFactory
        implements SmsSenderFactory, ServerInfoAwareProviderFactory {

    /** The id that {@code --spi-authrealm-sms--provider} names. */
    public static final String ID = "webhook";

    /** The status is the answer. */
    private static final int MAX_BODY_BYTES = 0;

    private Config.Scope config;
    private @Nullable WebhookOptions options;
    private @Nullable GatewayClient client;

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {
        this.config = config;
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        if (factory.getProviderFactory(SmsSender.class) == this) {
            options = WebhookOptions.of(config);
            client = new GatewayClient(options.timeout(), MAX_BODY_BYTES);
        }
    }

    @Override
    public SmsSender create(KeycloakSession session) {
        if (options == null || client == null) {
            throw new IllegalStateException("webhook is not the SMS sender of this server");
        }
        return new MeteredSender(
                ID,
                new WebhookSender(
                        options,
                        client,
                        session.getProvider(HttpClientProvider.class).getHttpClient(),
                        InstantSource.system()));
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Map.of("sends to", options == null ? "not in use" : options.url().getHost());
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return WebhookOptions.properties();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
