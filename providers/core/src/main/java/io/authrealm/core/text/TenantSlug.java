package io.authrealm.core.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The short name of a tenant, which becomes the name of a realm and a part of addresses. It has
 * only letters from a to z, digits and hyphens, so no two of them look alike.
 */
public final class TenantSlug {

    /** Of the slug, in characters. */
    public static final int MIN_LENGTH = 2;

    public static final int MAX_LENGTH = 64;

    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}[a-z0-9]");

    /** The path of a page or of an API, the realm of the server's administrators, and the like. */
    private static final Set<String> RESERVED =
            Set.of(
                    "admin",
                    "api",
                    "auth",
                    "authiqa",
                    "authrealm",
                    "credebl",
                    "default",
                    "health",
                    "healthz",
                    "jitsudo",
                    "js",
                    "keycloak",
                    "master",
                    "metrics",
                    "qeet",
                    "readyz",
                    "realms",
                    "resources",
                    "root",
                    "system",
                    "tenant-template",
                    "v1",
                    "welcome");

    /** Keycloak calls the clients by which the realm "master" manages the others like this. */
    private static final String OF_ADMIN_CLIENTS = "-realm";

    /** What a name without a usable letter becomes. */
    private static final String NAMELESS = "tenant";

    /** Leaves room for a number. */
    private static final int MAX_DERIVED = 48;

    private static final int LAST_NUMBER = 9;

    private static final Pattern ACCENT = Pattern.compile("\\p{M}+");
    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
    private static final Pattern HYPHENS_AT_AN_END = Pattern.compile("^-+|-+$");

    private TenantSlug() {}

    /** Whether a tenant can have this slug, if no other has it. */
    public static boolean isValid(String slug) {
        return SLUG.matcher(slug).matches() && !isReserved(slug);
    }

    private static boolean isReserved(String slug) {
        // An operator's option takes an id or a name of a realm for the same thing.
        return RESERVED.contains(slug)
                || slug.endsWith(OF_ADMIN_CLIENTS)
                || UuidSyntax.isValid(slug);
    }

    /** Slugs for a tenant of this name, the best first. */
    public static List<String> candidates(String name) {
        String plain =
                ACCENT.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
        String words = OTHERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
        String cut = words.length() > MAX_DERIVED ? words.substring(0, MAX_DERIVED) : words;
        String slug = HYPHENS_AT_AN_END.matcher(cut).replaceAll("");
        String base = slug.length() < MIN_LENGTH ? NAMELESS : slug;
        return Stream.concat(
                        Stream.of(base),
                        IntStream.rangeClosed(2, LAST_NUMBER).mapToObj(i -> base + '-' + i))
                .filter(TenantSlug::isValid)
                .toList();
    }
}
