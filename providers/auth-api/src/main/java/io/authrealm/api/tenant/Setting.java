package io.authrealm.api.tenant;

import io.authrealm.core.text.UuidSyntax;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.keycloak.component.ComponentModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * One setting of a tenant: its name in realm JSON, what the admin reads about it, its default, its
 * bounds.
 *
 * @param <T> the type of its values
 */
final class Setting<T> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_. -]{0,63}");

    private final ProviderConfigProperty property;
    private final BiFunction<String, List<String>, T> parse;

    private Setting(
            String name,
            String label,
            String help,
            String type,
            String byDefault,
            BiFunction<String, List<String>, T> parse) {
        this(new ProviderConfigProperty(name, label, help, type, byDefault), parse);
    }

    private Setting(ProviderConfigProperty property, BiFunction<String, List<String>, T> parse) {
        this.property = property;
        this.parse = parse;
    }

    /** True or false. */
    static Setting<Boolean> flag(String name, String label, String help, boolean byDefault) {
        return new Setting<>(
                name,
                label,
                help,
                ProviderConfigProperty.BOOLEAN_TYPE,
                String.valueOf(byDefault),
                ofOne(Setting::flag));
    }

    /**
     * Any text.
     *
     * @param byDefault may be null
     */
    static Setting<String> text(String name, String label, String help, String byDefault) {
        return ofText(name, label, help, byDefault, (same, value) -> value);
    }

    /** One of the constants of an enum, in lower case. */
    static <E extends Enum<E>> Setting<E> choice(
            String name, String label, String help, E byDefault) {
        Map<String, E> options = new LinkedHashMap<>();
        for (E option : byDefault.getDeclaringClass().getEnumConstants()) {
            options.put(option.name().toLowerCase(Locale.ROOT), option);
        }
        return new Setting<>(
                new ProviderConfigProperty(
                        name,
                        label,
                        help,
                        ProviderConfigProperty.LIST_TYPE,
                        byDefault.name().toLowerCase(Locale.ROOT),
                        options.keySet().toArray(String[]::new)),
                ofOne((same, value) -> choice(name, value, options)));
    }

    /**
     * Any number of {@code NAME=address}: web addresses as in {@link #webAddress} by their names,
     * which are in upper case; none by default.
     */
    static Setting<Map<String, String>> webAddresses(String name, String label, String help) {
        return new Setting<>(
                name,
                label,
                help,
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                null,
                Setting::webAddresses);
    }

    /** A user of this realm or of another one; null by default. */
    static Setting<ParentOwner> owner(String name, String label, String help) {
        return new Setting<>(
                name,
                label,
                help,
                ProviderConfigProperty.STRING_TYPE,
                null,
                ofOne(ParentOwner::of));
    }

    /** A UUID in lower case; null by default. */
    static Setting<String> uuid(String name, String label, String help) {
        return ofText(name, label, help, null, Setting::uuid);
    }

    /**
     * The beginning of links, without a slash at the end: it may have a path, but neither a query
     * nor a fragment. Null by default.
     */
    static Setting<String> webAddress(String name, String label, String help) {
        return ofText(name, label, help, null, Setting::webAddress);
    }

    /** A number from 0 to 1,000,000. */
    static Setting<Double> rate(String name, String label, String help, String byDefault) {
        return ofText(name, label, help, byDefault, Setting::rate);
    }

    /** A whole number from {@code min} to {@code max}. */
    static Setting<Integer> count(
            String name, String label, String help, int byDefault, int min, int max) {
        return ofText(
                name,
                label,
                help,
                String.valueOf(byDefault),
                (same, value) -> count(name, value, min, max));
    }

    /**
     * Any number of texts of one form, in the order in which they are written; none by default.
     *
     * @param rule what the admin reads about the form
     */
    static Setting<List<String>> texts(
            String name, String label, String help, Pattern form, String rule) {
        return new Setting<>(
                name,
                label,
                help,
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                null,
                (same, values) -> texts(same, values, form, rule));
    }

    /** A secret, which Keycloak does not show again; null by default. */
    static Setting<String> secret(String name, String label, String help, int minLength) {
        return new Setting<>(
                new ProviderConfigProperty(
                        name, label, help, ProviderConfigProperty.PASSWORD, null, true),
                ofOne((same, value) -> secret(same, value, minLength)));
    }

    /**
     * The same of a secret that users of the API can read. It is no entry of the vault: an admin of
     * the realm, who cannot read the vault, could have the API show any of them.
     */
    static Setting<String> sharedSecret(String name, String label, String help, int minLength) {
        return new Setting<>(
                new ProviderConfigProperty(
                        name, label, help, ProviderConfigProperty.PASSWORD, null, true),
                ofOne((same, value) -> secret(same, notOfVault(same, value), minLength)));
    }

    /** Any number of names in lower case; none by default. */
    static Setting<Set<String>> names(String name, String label, String help) {
        return new Setting<>(
                name,
                label,
                help,
                ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                null,
                (same, values) ->
                        values.stream()
                                .filter(value -> value != null && !value.isBlank())
                                .map(value -> value.trim().toLowerCase(Locale.ROOT))
                                .collect(Collectors.toUnmodifiableSet()));
    }

    private static <T> Setting<T> ofText(
            String name,
            String label,
            String help,
            String byDefault,
            BiFunction<String, String, T> parse) {
        return new Setting<>(
                name, label, help, ProviderConfigProperty.STRING_TYPE, byDefault, ofOne(parse));
    }

    private static <T> BiFunction<String, List<String>, T> ofOne(
            BiFunction<String, String, T> parse) {
        return (name, values) -> values.isEmpty() ? null : parse.apply(name, values.get(0));
    }

    String name() {
        return property.getName();
    }

    /** What the admin reads about the setting. */
    ProviderConfigProperty property() {
        return property;
    }

    /**
     * Reads the setting. A blank value is the default.
     *
     * @throws IllegalArgumentException with a text for the admin if the value is out of bounds
     */
    T read(ComponentModel component) {
        List<String> written = component.getConfig().getOrDefault(name(), List.of());
        boolean isSingle =
                !ProviderConfigProperty.MULTIVALUED_STRING_TYPE.equals(property.getType());
        return parse.apply(name(), isSingle ? oneOf(written) : written);
    }

    private List<String> oneOf(List<String> written) {
        String value = written.isEmpty() ? null : written.get(0);
        if (value != null && !value.isBlank()) {
            return List.of(value.trim());
        }
        return property.getDefaultValue() == null
                ? List.of()
                : List.of((String) property.getDefaultValue());
    }

    private static Boolean flag(String name, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(name + " must be true or false.");
        }
        return value.equals("true");
    }

    private static String uuid(String name, String value) {
        if (!UuidSyntax.isValid(value)) {
            throw new IllegalArgumentException(name + " must be a UUID.");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static String webAddress(String name, String value) {
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

    private static <E> E choice(String name, String value, Map<String, E> options) {
        E chosen = options.get(value);
        if (chosen == null) {
            throw new IllegalArgumentException(
                    name + " must be one of " + String.join(", ", options.keySet()) + '.');
        }
        return chosen;
    }

    private static Map<String, String> webAddresses(String name, List<String> values) {
        Map<String, String> addresses = new TreeMap<>();
        for (String value : values) {
            if (value == null || value.isBlank()) {
                continue;
            }
            int sign = value.indexOf('=');
            if (sign < 0 || !NAME.matcher(value.substring(0, sign).trim()).matches()) {
                throw new IllegalArgumentException(
                        name + " must be a name, the sign = and a web address.");
            }
            addresses.put(
                    value.substring(0, sign).trim().toUpperCase(Locale.ROOT),
                    webAddress(name, value.substring(sign + 1).trim()));
        }
        return Collections.unmodifiableMap(addresses);
    }

    private static List<String> texts(String name, List<String> values, Pattern form, String rule) {
        List<String> texts =
                values.stream()
                        .filter(value -> value != null && !value.isBlank())
                        .map(String::trim)
                        .distinct()
                        .toList();
        if (!texts.stream().allMatch(form.asMatchPredicate())) {
            throw new IllegalArgumentException(name + " must be " + rule + ".");
        }
        return texts;
    }

    private static String secret(String name, String value, int minLength) {
        if (value.length() < minLength) {
            throw new IllegalArgumentException(
                    name + " must have at least " + minLength + " characters.");
        }
        return value;
    }

    private static String notOfVault(String name, String value) {
        if (value.startsWith("${")) {
            throw new IllegalArgumentException(
                    name + " must be the secret itself, and no name of an entry in the vault.");
        }
        return value;
    }

    private static Double rate(String name, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1_000_000) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the same message
        }
        throw new IllegalArgumentException(name + " must be a number from 0 to 1000000.");
    }

    private static Integer count(String name, String text, int min, int max) {
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the same message
        }
        throw new IllegalArgumentException(
                name + " must be a whole number from " + min + " to " + max + ".");
    }
}
