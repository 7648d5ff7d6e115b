package io.authrealm.api.service.optin;

import io.authrealm.api.tenant.TenantTemplate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.RealmModel;

/**
 * What the pack has made in a realm. The realm keeps the list in an attribute, so what an admin
 * made is never taken for the pack's.
 */
final class MadeParts {

    private static final String ATTRIBUTE = TenantTemplate.MADE_PARTS;
    private static final String LINE = "\n";

    /**
     * One thing that was made.
     *
     * @param kind the part that it belongs to
     * @param reference its id, or what else tells it from others; without line breaks
     */
    record Thing(String kind, String reference) {

        private static Thing of(String line) {
            int space = line.indexOf(' ');
            return new Thing(line.substring(0, space), line.substring(space + 1));
        }

        private String line() {
            return kind + ' ' + reference;
        }
    }

    private final RealmModel realm;
    private final Set<Thing> things;

    MadeParts(RealmModel realm) {
        this.realm = realm;
        String stored = realm.getAttribute(ATTRIBUTE);
        this.things =
                stored == null
                        ? new LinkedHashSet<>()
                        : Arrays.stream(stored.split(LINE))
                                .filter(line -> line.indexOf(' ') > 0)
                                .map(Thing::of)
                                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    void add(String kind, String reference) {
        if (things.add(new Thing(kind, reference))) {
            store();
        }
    }

    List<String> of(String kind) {
        return things.stream()
                .filter(thing -> thing.kind().equals(kind))
                .map(Thing::reference)
                .toList();
    }

    boolean has(String kind, String reference) {
        return things.contains(new Thing(kind, reference));
    }

    void forgetAll() {
        things.clear();
        realm.removeAttribute(ATTRIBUTE);
    }

    private void store() {
        realm.setAttribute(
                ATTRIBUTE, things.stream().map(Thing::line).collect(Collectors.joining(LINE)));
    }
}
