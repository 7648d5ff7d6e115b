package io.authrealm.api.tenant;

/** The database has not answered since the server came up, so no tenant is known yet. */
public final class NoPictureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoPictureException() {
        super("the tenants cannot be read");
    }
}
