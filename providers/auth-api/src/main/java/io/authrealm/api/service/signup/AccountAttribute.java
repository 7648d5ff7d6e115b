package io.authrealm.api.service.signup;

/** What a new account is given that the realm's user profile may refuse. */
public enum AccountAttribute {
    /** Only of an account whose name is not its address. */
    USERNAME,
    EMAIL,
    DISPLAY_NAME
}
