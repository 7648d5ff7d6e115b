package io.authrealm.api.service.signup;

/** What a new account is given that the realm's user profile may refuse. */
public enum AccountAttribute {
    EMAIL,
    DISPLAY_NAME
}
