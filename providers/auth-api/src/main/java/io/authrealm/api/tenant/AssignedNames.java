package io.authrealm.api.tenant;

import io.authrealm.core.text.DomainName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Host names and email domains that the operator assigns to realms by server options. They override
 * the realms' own claims.
 *
 * @param hostNames the realm's id or name by the host name, as {@link DomainName} compares it
 * @param emailDomains the realm's id or name by the domain
 */
record AssignedNames(Map<String, String> hostNames, Map<String, String> emailDomains) {

    /**
     * Reads the options.
     *
     * @param options the value of an option, or null
     * @throws IllegalArgumentException with a text for the operator; the server does not start then
     */
    static AssignedNames of(UnaryOperator<String> options) {
        return new AssignedNames(
                read("host-names", options, DomainName::isHost),
                read("email-domains", options, DomainName::isName));
    }

    private static Map<String, String> read(
            String option, UnaryOperator<String> options, Predicate<String> isRight) {
        String text = options.apply(option);
        Map<String, String> realms = new HashMap<>();
        for (String entry : text == null ? new String[0] : text.split(",")) {
            if (entry.isBlank()) {
                continue;
            }
            int equals = entry.indexOf('=');
            String name = equals < 0 ? "" : DomainName.normalized(entry.substring(0, equals));
            String realm = entry.substring(equals + 1).trim();
            if (!isRight.test(name) || realm.isEmpty()) {
                throw new IllegalArgumentException(
                        option + ": \"" + entry.trim() + "\" is not of the form name=realm");
            }
            String other = realms.putIfAbsent(name, realm);
            if (other != null && !other.equals(realm)) {
                throw new IllegalArgumentException(option + " gives " + name + " to two realms");
            }
        }
        return Map.copyOf(realms);
    }

    /**
     * The realm that an option means, or none. Ids come first, because a realm's own admin can
     * rename the realm, even to the id of another one.
     */
    static <T> List<T> meant(
            String idOrName, List<T> realms, Function<T, String> id, Function<T, String> name) {
        List<T> byId = realms.stream().filter(r -> id.apply(r).equals(idOrName)).toList();
        return byId.isEmpty()
                ? realms.stream().filter(r -> name.apply(r).equals(idOrName)).toList()
                : byId;
    }
}
