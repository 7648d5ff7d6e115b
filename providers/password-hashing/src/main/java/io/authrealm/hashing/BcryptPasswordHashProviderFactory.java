package io.authrealm.hashing;

/** Verifies the credentials of the keycloak-bcrypt extension unchanged. */
public final class BcryptPasswordHashProviderFactory implements EncodedHashFactory {

    /** The algorithm that the extension stores. */
    public static final String ID = "bcrypt";

    @Override
    public String getId() {
        return ID;
    }
}
