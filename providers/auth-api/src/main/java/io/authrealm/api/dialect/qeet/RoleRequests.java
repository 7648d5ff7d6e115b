package io.authrealm.api.dialect.qeet;

import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import java.util.regex.Pattern;

/** The JSON objects that the routes of roles take. */
final class RoleRequests {

    private static final int NAME_MAX = 64;
    private static final int DESCRIPTION_MAX = 255;

    /** Of any script; a path of Keycloak's admin API has the name. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]*");

    private RoleRequests() {}

    /**
     * @param description null if there is none
     */
    record Create(String name, String description) {

        static Create parse(JsonFields fields) {
            fields.onlyKnown("name", "description");
            String name = fields.trimmedText("name", TextRule.required(1, NAME_MAX));
            if (name != null && !NAME.matcher(name).matches()) {
                fields.violate("name", "invalid");
            }
            String description =
                    fields.trimmedText("description", TextRule.optional(DESCRIPTION_MAX));
            if (description != null
                    && (description.startsWith("${")
                            || description.chars().anyMatch(Character::isISOControl))) {
                // Keycloak takes the first for the name of a text.
                fields.violate("description", "invalid");
            }
            return new Create(name, description);
        }
    }
}
