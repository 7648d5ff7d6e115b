package io.authrealm.api.service.optin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.authrealm.api.store.PackTraces;
import io.authrealm.api.tenant.TenantSettingsProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;

/** What on the server still names the pack, so that an operator knows whether the jar can go. */
public final class PackUsage {

    /**
     * What was found.
     *
     * @param canGo whether nothing breaks without the jar
     * @param reasons why it cannot go; one sentence each
     * @param newPasswords how many people would need a new password, by the names of their realms
     */
    public record Report(
            @JsonProperty("jar_can_go") boolean canGo,
            List<String> reasons,
            Map<String, Traces> realms,
            @JsonProperty("people_who_need_a_new_password") Map<String, Long> newPasswords) {}

    /** What names the pack in one realm. */
    public static final class Traces {
        private final List<String> clients = new ArrayList<>();
        private final List<String> flows = new ArrayList<>();
        private boolean hasSettings;
        private boolean hasPolicies;
        private boolean hasThemes;

        private Traces() {}

        @JsonProperty("settings")
        public boolean hasSettings() {
            return hasSettings;
        }

        @JsonProperty("policies")
        public boolean hasPolicies() {
            return hasPolicies;
        }

        @JsonProperty("themes")
        public boolean hasThemes() {
            return hasThemes;
        }

        /** The flows that have a step of the pack. */
        @JsonProperty("flows")
        public List<String> flows() {
            return List.copyOf(flows);
        }

        /** The clients that have a mapper of the pack. */
        @JsonProperty("clients")
        public List<String> clients() {
            return List.copyOf(clients);
        }
    }

    private final PackTraces stored;
    private final Map<String, Traces> realms = new TreeMap<>();

    private PackUsage(KeycloakSession session) {
        stored = new PackTraces(session);
    }

    /** Looks at all realms by a fixed number of statements. */
    public static Report report(KeycloakSession session) {
        return new PackUsage(session).report();
    }

    private Traces of(Object realm) {
        return realms.computeIfAbsent((String) realm, name -> new Traces());
    }

    private Report report() {
        stored.settings(TenantSettingsProvider.class).forEach(r -> of(r).hasSettings = true);
        stored.policies().forEach(r -> of(r).hasPolicies = true);
        stored.themes().forEach(r -> of(r).hasThemes = true);
        stored.flows().forEach(row -> of(row[0]).flows.add((String) row[1]));
        stored.mappers().forEach(row -> of(row[0]).clients.add((String) row[1]));
        stored.mappersOfScopes().forEach(row -> of(row[0]).clients.add("client scope " + row[1]));
        Map<String, Long> people = stored.peopleWithImportedHashes();
        List<String> reasons = new ArrayList<>();
        add(reasons, count(Traces::hasPolicies), "password policies: the server would not start");
        add(reasons, count(Traces::hasSettings), "settings: their apps would lose the API");
        add(reasons, count(t -> !t.flows.isEmpty()), "flows with its steps: these would fail");
        add(reasons, count(t -> !t.clients.isEmpty()), "mappers: their clients' tokens would fail");
        add(reasons, count(Traces::hasThemes), "themes: each page and mail would log an error");
        long number = people.values().stream().mapToLong(Long::longValue).sum();
        if (number > 0) {
            reasons.add(
                    "%d people have imported passwords that only the pack can verify: they would need a new password."
                            .formatted(number));
        }
        return new Report(reasons.isEmpty(), reasons, realms, people);
    }

    private long count(Predicate<Traces> what) {
        return realms.values().stream().filter(what).count();
    }

    private static void add(List<String> reasons, long number, String what) {
        if (number > 0) {
            reasons.add("%d realms have the pack's %s.".formatted(number, what));
        }
    }
}
