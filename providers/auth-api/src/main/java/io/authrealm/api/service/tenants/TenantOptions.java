package io.authrealm.api.service.tenants;

import io.authrealm.api.keycloak.EmailScope;
import io.authrealm.api.tenant.TenantTemplate;
import io.authrealm.core.limits.TokenBuckets.Limit;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What the operator decides about tenants. None of it is a setting of a realm: the admins of one
 * must not raise the number of realms of the server.
 *
 * @param creators who may make tenants
 * @param most the number of realms with which the API makes no more
 * @param perAddress how often users may make tenants from one network address
 * @param retention how long the realm of a deleted tenant is kept; zero is for ever
 * @param defaultTenant id or name of the realm for requests that name no tenant; null if there is
 *     none
 * @param template of new realms
 * @param personal what people get who sign up without naming a tenant
 */
public record TenantOptions(
        TenantCreators creators,
        int most,
        Limit perAddress,
        Duration retention,
        String defaultTenant,
        TenantTemplate template,
        Personal personal) {

    /**
     * Tenants of their own for people who sign up without naming one.
     *
     * @param minimumTime of the answer to such a sign-up; to make a realm must take less
     */
    public record Personal(boolean areOn, Duration minimumTime) {}

    private static final double SECONDS_PER_HOUR = 3600;

    /**
     * Reads the options.
     *
     * @param options the value of an option, or null
     * @throws IllegalArgumentException with a text for the operator; the server does not start then
     */
    public static TenantOptions of(UnaryOperator<String> options) {
        int perHour = number(options, "tenants-per-address", 5);
        boolean isPersonal = Boolean.parseBoolean(options.apply("personal-tenants"));
        if (isPersonal && EmailScope.chosen() != EmailScope.SERVER) {
            throw new IllegalArgumentException(
                    "personal-tenants needs email-scope=server: each address has one tenant");
        }
        return new TenantOptions(
                TenantCreators.of(options.apply("tenant-creation")),
                number(options, "most-tenants", 1000),
                new Limit(perHour / SECONDS_PER_HOUR, perHour),
                Duration.ofDays(number(options, "deleted-tenants-retention-days", 30)),
                options.apply("default-tenant"),
                TenantTemplate.load(options.apply("tenant-template")),
                new Personal(
                        isPersonal,
                        Duration.ofMillis(number(options, "personal-tenant-floor-ms", 2000))));
    }

    private static int number(UnaryOperator<String> options, String name, int byDefault) {
        String value = options.apply(name);
        if (value == null || value.isBlank()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(value.trim());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the same refusal
        }
        throw new IllegalArgumentException(name + " must be a number from 0, and is " + value);
    }
}
