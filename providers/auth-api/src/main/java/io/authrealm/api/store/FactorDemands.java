package io.authrealm.api.store;

import org.keycloak.models.UserModel;

/** The demands of admins that single users prove a second factor. The console shows them too. */
public final class FactorDemands {

    /** The user attribute that holds the demand. */
    public static final String ATTRIBUTE = "mfaRequired";

    private FactorDemands() {}

    /** Whether an admin demands a second factor of the user. */
    public static boolean isMadeOf(UserModel user) {
        return Boolean.parseBoolean(user.getFirstAttribute(ATTRIBUTE));
    }
}
