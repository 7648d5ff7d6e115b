package io.authrealm.breach;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * The server's options {@code --spi-password-policy--breached-password--*}.
 *
 * @param rule for realms whose policy sets nothing else
 * @param baseUrl of Have I Been Pwned or a mirror, without a slash at the end
 * @param timeout the most that one lookup may take
 * @param cacheBytes the most memory that cached ranges may take
 * @param cacheLifetime how long a range is cached
 * @param corpus the offline file; null if there is none
 */
record BreachOptions(
        BreachRule rule,
        String baseUrl,
        Duration timeout,
        long cacheBytes,
        Duration cacheLifetime,
        Path corpus) {

    private static final String DEFAULT_BASE_URL = "https://api.pwnedpasswords.com";
    private static final int DEFAULT_TIMEOUT_MS = 1000;
    private static final int DEFAULT_CACHE_MIB = 16;
    private static final int DEFAULT_CACHE_LIFETIME_S = 86_400;

    BreachOptions {
        require(timeout.toMillis() >= 10 && timeout.toMillis() <= 10_000, "timeout");
        require(cacheBytes >= 0 && cacheBytes <= 1L << 30, "cache-size");
        require(!cacheLifetime.isNegative() && cacheLifetime.toDays() <= 30, "cache-lifetime");
        require(isHttp(baseUrl), "base-url");
    }

    private static void require(boolean holds, String option) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "spi-password-policy--breached-password--" + option + " is out of range");
        }
    }

    private static boolean isHttp(String url) {
        URI uri = URI.create(url);
        return uri.getHost() != null
                && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    }

    static BreachOptions ofServer() {
        Config.Scope config = Config.scope("password-policy", BreachedPasswordPolicyFactory.ID);
        String corpus = config.get("corpus");
        return new BreachOptions(
                new BreachRule(
                        1,
                        BreachRule.Sources.of(
                                config.get("sources", BreachRule.Sources.ONLINE.toString())),
                        BreachRule.acceptsUnknown(config.get("unknown", "accept"))),
                config.get("base-url", DEFAULT_BASE_URL).replaceFirst("/+$", ""),
                Duration.ofMillis(config.getInt("timeout", DEFAULT_TIMEOUT_MS)),
                config.getInt("cache-size", DEFAULT_CACHE_MIB) * 1024L * 1024,
                Duration.ofSeconds(config.getInt("cache-lifetime", DEFAULT_CACHE_LIFETIME_S)),
                corpus == null || corpus.isBlank() ? null : Path.of(corpus));
    }

    static List<ProviderConfigProperty> properties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name("sources")
                .type("string")
                .helpText("Where passwords are looked up, for realms that do not say")
                .options("online", "offline", "offline-then-online")
                .defaultValue("online")
                .add()
                .property()
                .name("unknown")
                .type("string")
                .helpText("What to do with a password that no source can look up")
                .options("accept", "refuse")
                .defaultValue("accept")
                .add()
                .property()
                .name("base-url")
                .type("string")
                .helpText("Have I Been Pwned, or a mirror; /range/ and five digits are appended")
                .defaultValue(DEFAULT_BASE_URL)
                .add()
                .property()
                .name("timeout")
                .type("int")
                .helpText("Milliseconds that an online look-up may take in all")
                .defaultValue(DEFAULT_TIMEOUT_MS)
                .add()
                .property()
                .name("cache-size")
                .type("int")
                .helpText("MiB of memory for answers")
                .defaultValue(DEFAULT_CACHE_MIB)
                .add()
                .property()
                .name("cache-lifetime")
                .type("int")
                .helpText("Seconds that an answer is kept")
                .defaultValue(DEFAULT_CACHE_LIFETIME_S)
                .add()
                .property()
                .name("corpus")
                .type("string")
                .helpText("File to look in offline, made by build-corpus or Keycloak's .bloom")
                .add()
                .build();
    }
}
