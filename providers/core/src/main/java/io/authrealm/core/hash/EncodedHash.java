package io.authrealm.core.hash;

/** A stored password hash, parsed and within bounds. Immutable. */
public interface EncodedHash {

    /**
     * The short name of the algorithm for metrics and reports, such as {@code bcrypt} or {@code
     * pbkdf2-sha256}; one of a small closed set, whatever the string says.
     */
    String algorithm();

    /** The parameters that decide the cost, such as {@code cost=10}, for metrics and reports. */
    String strength();

    /** The bytes of memory that one verification needs, if more than a few KiB; else 0. */
    long memoryBytes();

    /**
     * Whether this is the hash of the password, compared in constant time.
     *
     * @param password in UTF-8; any bytes, from 0 to 16384 of them
     */
    boolean matches(byte[] password);
}
