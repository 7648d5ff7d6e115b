package io.authrealm.sms;

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
public final class TwilioSenderFactory implements SmsSenderFactory, ServerInfoAwareProviderFactory {

    /** The id that {@code --spi-authrealm-sms--provider} names. */
    public static final String ID = "twilio";

    private Config.Scope config;
    private @Nullable TwilioOptions options;
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
            options = TwilioOptions.of(config);
            client = new GatewayClient(options.timeout(), TwilioSender.MAX_BODY_BYTES);
        }
    }

    @Override
    public SmsSender create(KeycloakSession session) {
        if (options == null || client == null) {
            throw new IllegalStateException("twilio is not the SMS sender of this server");
        }
        return new MeteredSender(
                ID,
                new TwilioSender(
                        options,
                        client,
                        session.getProvider(HttpClientProvider.class).getHttpClient()));
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Map.of("sends to", options == null ? "not in use" : options.messages().getHost());
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return TwilioOptions.properties();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
