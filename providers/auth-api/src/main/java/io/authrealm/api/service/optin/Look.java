package io.authrealm.api.service.optin;

/** What is seen of a part of a realm before anything is made. */
sealed interface Look {

    /** It is there and fits. */
    record Fits(String detail) implements Look {}

    /** It is not there, and can be made. */
    record Missing(String detail) implements Look {}

    /** It is there and does not fit. Only the admin may change it. */
    record Clash(String detail) implements Look {}
}
