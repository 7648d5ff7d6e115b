package io.authrealm.sms;

import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.common.util.Environment;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * The sender {@value #ID} writes codes to the log, where every reader finds them. So a server that
 * was not started with {@code start-dev} refuses to start with this sender, unless the option
 * {@value #ALLOW} is set.
 */
public final class LogSenderFactory implements SmsSenderFactory {

    /** The id that {@code --spi-authrealm-sms--provider} names. */
    public static final String ID = "log";

    private static final String ALLOW = "allow-production";

    private static final Logger LOG = Logger.getLogger(LogSender.class);

    private final LogSender sender = new LogSender(LOG::info);

    private Config.Scope config;
    private boolean inUse;

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
        inUse = factory.getProviderFactory(SmsSender.class) == this;
        if (inUse && !isLocal()) {
            GatewayOptions options = new GatewayOptions(ID, config);
            if (!options.flag(ALLOW)) {
                throw new IllegalStateException(
                        "The SMS sender \"log\" is for start-dev: it writes numbers and codes to"
                                + " the log. Choose another with --spi-authrealm-sms--provider, or"
                                + " set --"
                                + options.name(ALLOW)
                                + "=true.");
            }
            LOG.warn("Text messages are not sent: numbers and codes go to the log");
        }
    }

    /** Commands such as export read the server's configuration too, and send nothing. */
    private static boolean isLocal() {
        return Environment.isDevMode()
                || Environment.NON_SERVER_MODE.equalsIgnoreCase(Environment.getProfile());
    }

    @Override
    public SmsSender create(KeycloakSession session) {
        if (!inUse) {
            throw new IllegalStateException("log is not the SMS sender of this server");
        }
        return new MeteredSender(ID, sender);
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(ALLOW)
                .type("boolean")
                .helpText("Whether a server that is not started with start-dev may use it")
                .defaultValue(false)
                .add()
                .build();
    }
}
