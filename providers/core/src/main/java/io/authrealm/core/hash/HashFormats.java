package io.authrealm.core.hash;

import java.util.List;

/**
 * The encoded strings of other systems that this pack verifies. The string itself says what it is;
 * the first format that claims it parses it.
 */
public final class HashFormats {

    /** Longest encoded string that is looked at, in characters. */
    public static final int MAX_LENGTH = 2048;

    private final List<HashFormat> formats;

    /**
     * @param argon2 computes Argon2
     * @param maxMemoryBytes a hash that needs more memory than this is refused
     */
    public HashFormats(Argon2Function argon2, long maxMemoryBytes) {
        formats = List.of();
    }

    /** Reads an encoded string; never throws, and does no work on the hash. */
    public HashReading read(String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return new HashReading.Refused("empty");
        }
        if (encoded.length() > MAX_LENGTH) {
            return new HashReading.Refused("longer than " + MAX_LENGTH + " characters");
        }
        for (HashFormat format : formats) {
            if (format.claims(encoded)) {
                try {
                    return new HashReading.Verifiable(format.parse(encoded));
                } catch (MalformedHashException e) {
                    return new HashReading.Refused(e.getMessage());
                }
            }
        }
        return new HashReading.Refused("unknown format");
    }
}
