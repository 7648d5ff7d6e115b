package io.authrealm.api.service.tenants;

import java.util.Arrays;
import java.util.Locale;

/** Who may make tenants through the API. */
public enum TenantCreators {
    NOBODY,

    /** Administrators of the server: users and service accounts of {@code master}. */
    OPERATORS,

    /** These, and every user of a tenant whose address is verified. */
    EVERYBODY;

    /**
     * @param option null for the default
     * @throws IllegalArgumentException with a text for the operator
     */
    static TenantCreators of(String option) {
        if (option == null || option.isBlank()) {
            return NOBODY;
        }
        String name = option.trim().toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "tenant-creation must be nobody, operators or everybody,"
                                                + " and is "
                                                + option));
    }
}
