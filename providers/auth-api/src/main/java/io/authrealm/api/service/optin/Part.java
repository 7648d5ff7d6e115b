package io.authrealm.api.service.optin;

/** One part of what a realm needs. */
interface Part {

    /** As the admin reads it. */
    String name();

    Look look();

    /** Makes what {@link #look()} has found missing, and notes it down. */
    void make();
}
