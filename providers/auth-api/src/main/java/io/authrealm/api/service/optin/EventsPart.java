package io.authrealm.api.service.optin;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.keycloak.events.EventType;

/** The types of events that Keycloak stores, if it stores any. */
final class EventsPart implements Part {

    static final String NAME = "event_types";

    /** Stands for the realm's empty list, which means Keycloak's own choice. */
    static final String NONE_LISTED = "*";

    private final Site site;

    EventsPart(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** What an empty list means. */
    static Set<String> byDefault() {
        return Arrays.stream(EventType.values())
                .filter(EventType::isSaveByDefault)
                .map(EventType::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> listed() {
        return site.realm()
                .getEnabledEventTypesStream()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> stored() {
        Set<String> listed = listed();
        return listed.isEmpty() ? byDefault() : listed;
    }

    private List<String> missing() {
        Set<String> stored = stored();
        return site.template().getEnabledEventTypes().stream()
                .filter(type -> !stored.contains(type))
                .toList();
    }

    @Override
    public Look look() {
        List<String> missing = missing();
        String unless =
                site.realm().isEventsEnabled()
                        ? ""
                        : " The realm stores no events until an admin switches that on.";
        return missing.isEmpty()
                ? new Look.Fits("The list of stored events has the API's." + unless)
                : new Look.Missing(
                        "The stored events " + String.join(", ", missing) + "." + unless);
    }

    @Override
    public void make() {
        List<String> missing = missing();
        if (listed().isEmpty()) {
            site.made().add(NAME, NONE_LISTED);
        }
        Set<String> types = stored();
        types.addAll(missing);
        site.realm().setEnabledEventTypes(types);
        missing.forEach(type -> site.made().add(NAME, type));
    }
}
