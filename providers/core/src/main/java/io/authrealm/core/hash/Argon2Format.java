package io.authrealm.core.hash;

import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.argon2.Argon2Type;

/**
 * Argon2 as the reference implementation and every library that follows it write it (PHC string
 * format): {@code $argon2<type>$[v=<version>$]m=<KiB>,t=<passes>,p=<lanes>$<salt>$<tag>}.
 *
 * <p>The type is d, i or id. The version is 16 or 19, and 16 if it is missing. The parameters are
 * in this order. Salt and tag are standard base64, without padding or, as some write them, with it.
 * A {@code keyid} or {@code data} after the parameters is refused, because the key is not known
 * here.
 */
final class Argon2Format implements HashFormat {

    private static final int MIN_SALT_BYTES = 8;
    private static final int MAX_SALT_BYTES = 64;

    /**
     * RFC 9106 allows 4 bytes. One guess in 2^32 then matches by chance: an attacker who has the
     * stored tag finds a password that is not the user's but is accepted. No library's default is
     * below 16.
     */
    private static final int MIN_TAG_BYTES = 12;

    private static final int MAX_TAG_BYTES = 128;

    private final Argon2Function function;
    private final int maxMemoryKib;

    Argon2Format(Argon2Function function, long maxMemoryBytes) {
        this.function = function;
        this.maxMemoryKib = (int) Math.min(maxMemoryBytes / 1024, Argon2Bounds.MAX_BLOCK_PASSES);
    }

    @Override
    public boolean claims(String encoded) {
        return encoded.startsWith("$argon2");
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        FieldReader reader = new FieldReader(encoded).skip("$argon2");
        Argon2Type type = type(reader.upTo('$', "type"));
        int version = Argon2Parameters.VERSION_10;
        if (reader.skipIf("v=")) {
            version = reader.integer("v", 0, Integer.MAX_VALUE);
            reader.skip("$");
        }
        if (version != Argon2Parameters.VERSION_10 && version != Argon2Parameters.VERSION_13) {
            throw new MalformedHashException("Argon2 of an unknown version");
        }
        int m = reader.skip("m=").integer("m", 8, maxMemoryKib);
        int t = reader.skip(",t=").integer("t", 1, (int) Argon2Bounds.MAX_BLOCK_PASSES);
        int p = reader.skip(",p=").integer("p", 1, Argon2Bounds.MAX_LANES);
        if ((long) m * t > Argon2Bounds.MAX_BLOCK_PASSES) {
            throw MalformedHashException.tooCostly("Argon2 costs too much");
        }
        if (m < 8 * p) {
            throw new MalformedHashException("m is below 8 * p");
        }
        if (reader.skipIf(",keyid=") || reader.skipIf(",data=")) {
            throw new MalformedHashException("Argon2 with a key or associated data");
        }
        byte[] salt = Base64Forms.standard(reader.skip("$").upTo('$', "salt"), "salt");
        byte[] tag = Base64Forms.standard(reader.rest(), "tag");
        if (salt.length < MIN_SALT_BYTES || salt.length > MAX_SALT_BYTES) {
            throw new MalformedHashException("salt is not of 8 to 64 bytes");
        }
        if (tag.length < MIN_TAG_BYTES || tag.length > MAX_TAG_BYTES) {
            throw new MalformedHashException("tag is not of 12 to 128 bytes");
        }
        return new Argon2Hash(
                new Argon2Parameters(type, version, m, t, p, tag.length), salt, tag, function);
    }

    private static Argon2Type type(String name) throws MalformedHashException {
        return switch (name) {
            case "d" -> Argon2Type.D;
            case "i" -> Argon2Type.I;
            case "id" -> Argon2Type.ID;
            default -> throw new MalformedHashException("Argon2 of an unknown type");
        };
    }
}
