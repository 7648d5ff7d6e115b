package io.authrealm.api.tenant;

import io.authrealm.core.limits.TokenBuckets.Limit;
import io.authrealm.core.text.UuidSyntax;
import io.authrealm.sms.SmsLimitSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * The settings of one tenant. Lifetimes of tokens and sessions, the lockout and the password policy
 * are the realm's own settings and not repeated here.
 *
 * @param enabled whether the realm answers at all
 * @param clientId the client whose flow, token settings and web origins the API uses
 * @param audience what access tokens carry as {@code aud}, and what a Bearer must have
 * @param tenantId the id in answers and tokens instead of the realm's own id, or null
 * @param hostNames host names, in lower case, that mean this tenant at the root mount
 * @param emailDomains domains, in lower case, whose addresses mean this tenant at the root mount
 * @param perAddress limit of all public routes together, by client address
 * @param perUser limit of all authenticated routes together, by user
 * @param perTenant limit of all authenticated routes together, by tenant
 * @param sensitive limit of the routes that guess a secret or cost a message, by user
 * @param maxBodyBytes largest request body, in bytes
 * @param signInRefusalFloorMillis minimum response time of a refused sign-in, in milliseconds; if
 *     it is longer than a hash takes, it hides which kind of hash, if any, was computed
 * @param signupFloorMillis minimum response time of a sign-up, in milliseconds
 * @param recoveryFloorMillis minimum response time of a request for a link, in milliseconds
 * @param appUrl where links in mails lead, without a slash at the end; null if none is set
 * @param linkLifetime how long a link in a mail can be used
 * @param magicLinks whether a link in a mail can replace the password at sign-in
 * @param codeLifetime how long a code in a mail or text message can be used
 * @param codeMaxAttempts guesses that a code allows
 * @param mailsPerRecipient mails an hour to one recipient; 0 is unlimited
 * @param sms limits and countries of text messages
 * @param mfaMaxAttempts wrong codes after which a second-factor challenge ends
 * @param mfaLifetimeSeconds how long a second-factor challenge can be answered, in seconds
 * @param deletedUsersRetentionDays days after which a deleted user is removed for good; 0 is never
 */
public record TenantSettings(
        boolean enabled,
        String clientId,
        String audience,
        String tenantId,
        Set<String> hostNames,
        Set<String> emailDomains,
        Limit perAddress,
        Limit perUser,
        Limit perTenant,
        Limit sensitive,
        int maxBodyBytes,
        int signInRefusalFloorMillis,
        int signupFloorMillis,
        int recoveryFloorMillis,
        String appUrl,
        Duration linkLifetime,
        boolean magicLinks,
        Duration codeLifetime,
        int codeMaxAttempts,
        int mailsPerRecipient,
        SmsLimitSettings sms,
        int mfaMaxAttempts,
        int mfaLifetimeSeconds,
        int deletedUsersRetentionDays) {

    static final List<ProviderConfigProperty> PROPERTIES =
            ProviderConfigurationBuilder.create()
                    .property(
                            "enabled",
                            "Enabled",
                            "Whether the API answers for this realm.",
                            ProviderConfigProperty.BOOLEAN_TYPE,
                            "true",
                            null)
                    .property(
                            "client_id",
                            "Client",
                            "The client whose flow, token settings and web origins the API uses.",
                            ProviderConfigProperty.STRING_TYPE,
                            "authrealm-api",
                            null)
                    .property(
                            "audience",
                            "Audience",
                            "What access tokens carry as aud, and what a Bearer token must have.",
                            ProviderConfigProperty.STRING_TYPE,
                            "authrealm",
                            null)
                    .property(
                            "tenant_id",
                            "Tenant id",
                            "A UUID to use in answers and tokens in place of the realm's id.",
                            ProviderConfigProperty.STRING_TYPE,
                            null,
                            null)
                    .property(
                            "host_names",
                            "Host names",
                            "Host names that mean this tenant at the origin root.",
                            ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                            null,
                            null)
                    .property(
                            "email_domains",
                            "Email domains",
                            "Domains whose addresses mean this tenant at the origin root.",
                            ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                            null,
                            null)
                    .property(
                            "ip_rate",
                            "Address rate",
                            "Requests a second on public routes for each client address; 0 is unlimited.",
                            ProviderConfigProperty.STRING_TYPE,
                            "5",
                            null)
                    .property(
                            "ip_burst",
                            "Address burst",
                            "Requests at once on public routes for each client address.",
                            ProviderConfigProperty.STRING_TYPE,
                            "20",
                            null)
                    .property(
                            "user_rate",
                            "User rate",
                            "Requests a second on authenticated routes for each user; 0 is unlimited.",
                            ProviderConfigProperty.STRING_TYPE,
                            "30",
                            null)
                    .property(
                            "user_burst",
                            "User burst",
                            "Requests at once on authenticated routes for each user.",
                            ProviderConfigProperty.STRING_TYPE,
                            "100",
                            null)
                    .property(
                            "tenant_rate",
                            "Tenant rate",
                            "Requests a second on authenticated routes for the tenant; 0 is unlimited.",
                            ProviderConfigProperty.STRING_TYPE,
                            "100",
                            null)
                    .property(
                            "tenant_burst",
                            "Tenant burst",
                            "Requests at once on authenticated routes for the tenant.",
                            ProviderConfigProperty.STRING_TYPE,
                            "500",
                            null)
                    .property(
                            "sensitive_rate",
                            "Sensitive rate",
                            "Requests a second on sensitive routes for each user; 0 is unlimited.",
                            ProviderConfigProperty.STRING_TYPE,
                            "0.1",
                            null)
                    .property(
                            "sensitive_burst",
                            "Sensitive burst",
                            "Requests at once on sensitive routes for each user.",
                            ProviderConfigProperty.STRING_TYPE,
                            "5",
                            null)
                    .property(
                            "max_body_bytes",
                            "Largest body",
                            "Largest request body in bytes.",
                            ProviderConfigProperty.STRING_TYPE,
                            "1048576",
                            null)
                    .property(
                            "sign_in_refusal_floor_ms",
                            "Sign-in refusal floor",
                            "Least time until a sign-in is refused, in milliseconds.",
                            ProviderConfigProperty.STRING_TYPE,
                            "250",
                            null)
                    .property(
                            "signup_floor_ms",
                            "Sign-up floor",
                            "Least time that a sign-up takes, in milliseconds.",
                            ProviderConfigProperty.STRING_TYPE,
                            "250",
                            null)
                    .property(
                            "recovery_floor_ms",
                            "Recovery floor",
                            "Least time that a request for a link takes, in milliseconds.",
                            ProviderConfigProperty.STRING_TYPE,
                            "250",
                            null)
                    .property(
                            "app_url",
                            "App",
                            "The address of the app, to which links in mails lead.",
                            ProviderConfigProperty.STRING_TYPE,
                            null,
                            null)
                    .property(
                            "link_lifetime_seconds",
                            "Link lifetime",
                            "How long a link in a mail can be used, in seconds.",
                            ProviderConfigProperty.STRING_TYPE,
                            "3600",
                            null)
                    .property(
                            "magic_links",
                            "Magic links",
                            "Whether a link in a mail can stand for the password at sign-in.",
                            ProviderConfigProperty.BOOLEAN_TYPE,
                            "true",
                            null)
                    .property(
                            "code_lifetime_seconds",
                            "Code lifetime",
                            "How long a code in a mail or text message can be used, in seconds.",
                            ProviderConfigProperty.STRING_TYPE,
                            "600",
                            null)
                    .property(
                            "code_max_attempts",
                            "Code attempts",
                            "Wrong codes after which the right one is worth nothing.",
                            ProviderConfigProperty.STRING_TYPE,
                            "5",
                            null)
                    .property(
                            "mails_per_recipient",
                            "Mails per recipient",
                            "Mails an hour that may be asked for to one address; 0 is unlimited.",
                            ProviderConfigProperty.STRING_TYPE,
                            "5",
                            null)
                    .property(
                            "sms_per_number",
                            "Text messages per number",
                            "Text messages an hour to one number; 0 is unlimited.",
                            ProviderConfigProperty.STRING_TYPE,
                            "5",
                            null)
                    .property(
                            "sms_per_user",
                            "Text messages per user",
                            "Text messages an hour for one user; 0 is unlimited.",
                            ProviderConfigProperty.STRING_TYPE,
                            "5",
                            null)
                    .property(
                            "sms_per_address",
                            "Text messages per client address",
                            "Text messages an hour that one client address may ask for; 0 is unlimited.",
                            ProviderConfigProperty.STRING_TYPE,
                            "20",
                            null)
                    .property(
                            "sms_per_realm",
                            "Text messages of the realm",
                            "Text messages an hour of the realm in all; 0 is unlimited.",
                            ProviderConfigProperty.STRING_TYPE,
                            "500",
                            null)
                    .property(
                            "sms_countries",
                            "Countries of text messages",
                            "ISO 3166 codes of the countries that text messages go to; none means all.",
                            ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                            null,
                            null)
                    .property(
                            "mfa_max_attempts",
                            "Second-factor attempts",
                            "Wrong codes after which a second-factor challenge ends.",
                            ProviderConfigProperty.STRING_TYPE,
                            "5",
                            null)
                    .property(
                            "mfa_lifetime_seconds",
                            "Second-factor lifetime",
                            "How long a second-factor challenge can be answered, in seconds.",
                            ProviderConfigProperty.STRING_TYPE,
                            "600",
                            null)
                    .property(
                            "deleted_users_retention_days",
                            "Retention of deleted users",
                            "Days after which a deleted user is removed for good; 0 is never.",
                            ProviderConfigProperty.STRING_TYPE,
                            "30",
                            null)
                    .build();

    /** The settings of {@code realm}, or nothing if it has not opted in. */
    public static Optional<TenantSettings> of(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), TenantSettingsProvider.class.getName())
                .findFirst()
                .map(TenantSettings::of);
    }

    /**
     * Reads and checks a component.
     *
     * @throws IllegalArgumentException with a text for the admin if a value is out of bounds
     */
    static TenantSettings of(ComponentModel component) {
        Reader read = new Reader(component);
        return new TenantSettings(
                read.flag("enabled"),
                read.text("client_id"),
                read.text("audience"),
                read.uuid("tenant_id"),
                read.names("host_names"),
                read.names("email_domains"),
                new Limit(read.rate("ip_rate"), read.count("ip_burst", 1, 1_000_000)),
                new Limit(read.rate("user_rate"), read.count("user_burst", 1, 1_000_000)),
                new Limit(read.rate("tenant_rate"), read.count("tenant_burst", 1, 1_000_000)),
                new Limit(read.rate("sensitive_rate"), read.count("sensitive_burst", 1, 1_000_000)),
                read.count("max_body_bytes", 1024, 8 * 1024 * 1024),
                read.count("sign_in_refusal_floor_ms", 0, 5_000),
                read.count("signup_floor_ms", 0, 5_000),
                read.count("recovery_floor_ms", 0, 5_000),
                read.webAddress("app_url"),
                Duration.ofSeconds(read.count("link_lifetime_seconds", 5, 86_400)),
                read.flag("magic_links"),
                Duration.ofSeconds(read.count("code_lifetime_seconds", 5, 3_600)),
                read.count("code_max_attempts", 1, 20),
                read.count("mails_per_recipient", 0, 1_000_000),
                read.smsLimits(),
                read.count("mfa_max_attempts", 1, 100),
                read.count("mfa_lifetime_seconds", 10, 3600),
                read.count("deleted_users_retention_days", 0, 3_650));
    }

    /** What a component claims at the origin root, even if other values are out of bounds. */
    static RootClaims claimsOf(ComponentModel component) {
        Reader read = new Reader(component);
        return new RootClaims(
                read.uuid(RootClaims.TENANT_ID),
                read.names(RootClaims.HOST_NAMES),
                read.names(RootClaims.EMAIL_DOMAINS));
    }

    private record Reader(ComponentModel component) {

        String text(String name) {
            String value = component.get(name);
            return value == null || value.isBlank() ? defaultOf(name) : value.trim();
        }

        boolean flag(String name) {
            String value = text(name);
            if (!value.equals("true") && !value.equals("false")) {
                throw new IllegalArgumentException(name + " must be true or false.");
            }
            return value.equals("true");
        }

        String uuid(String name) {
            String value = text(name);
            if (value == null) {
                return null;
            }
            if (!UuidSyntax.isValid(value)) {
                throw new IllegalArgumentException(name + " must be a UUID.");
            }
            return value.toLowerCase(Locale.ROOT);
        }

        /** The beginning of links: it may have a path, but neither a query nor a fragment. */
        String webAddress(String name) {
            String value = text(name);
            if (value == null) {
                return null;
            }
            try {
                URI uri = new URI(value);
                boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
                if (isWeb
                        && uri.getHost() != null
                        && uri.getUserInfo() == null
                        && uri.getQuery() == null
                        && uri.getFragment() == null) {
                    return value.replaceFirst("/+$", "");
                }
            } catch (URISyntaxException e) {
                // falls through to the same message
            }
            throw new IllegalArgumentException(name + " must be a web address without a query.");
        }

        Set<String> names(String name) {
            return component.getConfig().getOrDefault(name, List.of()).stream()
                    .filter(value -> value != null && !value.isBlank())
                    .map(value -> value.trim().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
        }

        SmsLimitSettings smsLimits() {
            int perNumber = count("sms_per_number", 0, SmsLimitSettings.MOST);
            int perUser = count("sms_per_user", 0, SmsLimitSettings.MOST);
            int perAddress = count("sms_per_address", 0, SmsLimitSettings.MOST);
            int perRealm = count("sms_per_realm", 0, SmsLimitSettings.MOST);
            try {
                return new SmsLimitSettings(
                        perNumber, perUser, perAddress, perRealm, names("sms_countries"));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "sms_countries must be ISO 3166 codes of two letters.", e);
            }
        }

        double rate(String name) {
            try {
                double value = Double.parseDouble(text(name));
                if (value >= 0 && value <= 1_000_000) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // falls through to the same message
            }
            throw new IllegalArgumentException(name + " must be a number from 0 to 1000000.");
        }

        int count(String name, int min, int max) {
            try {
                int value = Integer.parseInt(text(name));
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // falls through to the same message
            }
            throw new IllegalArgumentException(
                    name + " must be a whole number from " + min + " to " + max + ".");
        }

        private static String defaultOf(String name) {
            return PROPERTIES.stream()
                    .filter(property -> property.getName().equals(name))
                    .findFirst()
                    .map(property -> (String) property.getDefaultValue())
                    .orElse(null);
        }
    }
}
