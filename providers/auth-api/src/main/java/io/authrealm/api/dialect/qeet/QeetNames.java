package io.authrealm.api.dialect.qeet;

import java.util.Locale;

/** The names of members that come from names of Keycloak. */
final class QeetNames {

    private QeetNames() {}

    /** The member for an attribute of the user profile: {@code displayName} is display_name. */
    static String member(String attribute) {
        return attribute.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
