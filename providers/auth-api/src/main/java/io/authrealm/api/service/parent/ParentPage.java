package io.authrealm.api.service.parent;

import java.util.Locale;

/** The pages of an app whose addresses an organization can set. */
public enum ParentPage {
    SIGNIN,
    SIGNUP,
    VERIFY,
    RESET,
    UPDATE,
    RESEND,
    SUCCESSFUL;

    /** The attribute of the Keycloak Organization that holds the address. */
    String attribute() {
        return "authrealm.page." + name().toLowerCase(Locale.ROOT);
    }
}
