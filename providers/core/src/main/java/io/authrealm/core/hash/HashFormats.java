package io.authrealm.core.hash;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoded strings of other systems that this pack verifies. The first format that claims a
 * string parses it.
 */
public final class HashFormats {

    /** The longest encoded string that is parsed, in characters. */
    public static final int MAX_LENGTH = 2048;

    private final HashFormat formats;

    /**
     * @param argon2 computes Argon2
     * @param maxMemoryBytes a hash that needs more memory than this is refused
     */
    public HashFormats(Argon2Function argon2, long maxMemoryBytes) {
        Argon2Format argon2Format = new Argon2Format(argon2, maxMemoryBytes);
        BcryptFormat bcrypt = new BcryptFormat();
        CryptFormat crypt = new CryptFormat();
        Pbkdf2Format pbkdf2 = new Pbkdf2Format();
        // Their prefixes differ, except for Password4j's PBKDF2, which begins like two of crypt(3)
        // and so is asked first.
        List<HashFormat> single =
                List.of(
                        argon2Format,
                        bcrypt,
                        new BcryptSha256Format(),
                        new ScryptFormat(maxMemoryBytes),
                        new FirebaseFormat(maxMemoryBytes),
                        pbkdf2,
                        new DjangoFormat(argon2Format, maxMemoryBytes),
                        new WerkzeugFormat(maxMemoryBytes),
                        new IdentityFormat(),
                        new Password4jFormat(maxMemoryBytes),
                        crypt,
                        new PhpassFormat(),
                        new WordPressFormat(),
                        new DrupalFormat(),
                        new LdapFormat(crypt, bcrypt, argon2Format, pbkdf2),
                        new SymfonyFormat(),
                        new HmacFormat(),
                        new DigestFormat());
        List<HashFormat> all = new ArrayList<>(single);
        all.add(new PreHashFormat(new FirstFormat(single)));
        formats = new FirstFormat(List.copyOf(all));
    }

    /** Reads an encoded string; never throws, and does no work on the hash. */
    public HashReading read(@Nullable String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return refused("empty");
        }
        if (encoded.length() > MAX_LENGTH) {
            return refused("longer than " + MAX_LENGTH + " characters");
        }
        try {
            return new HashReading.Verifiable(new BoundedHash(formats.parse(encoded)));
        } catch (MalformedHashException e) {
            return new HashReading.Refused(e.reason(), e.isTooCostly());
        } catch (RuntimeException e) {
            // Such a string is certainly not a hash; the parser that failed has no better reason.
            return refused("malformed");
        }
    }

    private static HashReading refused(String reason) {
        return new HashReading.Refused(reason, false);
    }
}
