package io.authrealm.sms;

import java.time.Duration;
import java.util.regex.Pattern;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Reads the options {@code --spi-authrealm-sms--{sender}--*}. An error names the option and never
 * repeats its value.
 */
final class GatewayOptions {

    private static final String TIMEOUT = "timeout";
    private static final int DEFAULT_TIMEOUT_MS = 10_000;
    private static final int SHORTEST_MS = 100;
    private static final int LONGEST_MS = 60_000;

    private final String sender;
    private final Config.Scope config;

    GatewayOptions(String sender, Config.Scope config) {
        this.sender = sender;
        this.config = config;
    }

    /** The option's full name. */
    String name(String option) {
        return "spi-" + SmsSenderSpi.NAME + "--" + sender + "--" + option;
    }

    boolean has(String option) {
        String value = config.get(option);
        return value != null && !value.isBlank();
    }

    /**
     * @throws IllegalArgumentException if the option is missing or malformed
     */
    String required(String option, Pattern form) {
        if (!has(option)) {
            throw new IllegalArgumentException(name(option) + " is missing");
        }
        String value = config.get(option);
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(name(option) + " is not of the right form");
        }
        return value;
    }

    boolean flag(String option) {
        return config.getBoolean(option, false);
    }

    /**
     * The option {@code timeout}.
     *
     * @throws IllegalArgumentException for less than a tenth of a second or more than a minute
     */
    Duration timeout() {
        int millis = config.getInt(TIMEOUT, DEFAULT_TIMEOUT_MS);
        if (millis < SHORTEST_MS || millis > LONGEST_MS) {
            throw new IllegalArgumentException(
                    name(TIMEOUT) + " is not between " + SHORTEST_MS + " and " + LONGEST_MS);
        }
        return Duration.ofMillis(millis);
    }

    /** Describes the option {@code timeout}. */
    static ProviderConfigProperty timeoutProperty() {
        return new ProviderConfigProperty(
                TIMEOUT,
                null,
                "Time limit of one message in milliseconds",
                "int",
                DEFAULT_TIMEOUT_MS);
    }
}
