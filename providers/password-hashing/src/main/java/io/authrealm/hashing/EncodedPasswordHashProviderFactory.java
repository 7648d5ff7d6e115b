package io.authrealm.hashing;

/**
 * Serves credentials whose algorithm is {@value #ID}: any encoded string that the pack supports.
 */
public final class EncodedPasswordHashProviderFactory implements EncodedHashFactory {

    /** The algorithm of imported encoded hashes. */
    public static final String ID = "authrealm-encoded";

    @Override
    public String getId() {
        return ID;
    }
}
