package io.authrealm.core.imports;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The parameters of a Firebase project's password hashes. They are the same for all users and are
 * not in the file; the project's console shows them.
 *
 * @param signerKey base64
 * @param saltSeparator base64; may be empty
 * @param rounds scrypt's r
 * @param memoryCost the logarithm of scrypt's N
 */
public record FirebaseParameters(
        String signerKey, String saltSeparator, int rounds, int memoryCost) {

    private static final Set<String> NAMES =
            Set.of("algorithm", "base64_signer_key", "base64_salt_separator", "rounds", "mem_cost");

    private static final int MAX_KEY = 256;
    private static final int MAX_SEPARATOR = 64;
    private static final int MAX_COST = 31;
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]*+={0,2}+");

    /**
     * Reads parameters by the names of Firebase's console; nothing if a name or a value is not one
     * of theirs.
     */
    public static Optional<FirebaseParameters> of(Map<String, Object> config) {
        if (NAMES.containsAll(config.keySet())
                && "SCRYPT".equals(config.getOrDefault("algorithm", "SCRYPT"))
                && config.get("base64_signer_key") instanceof String key
                && config.getOrDefault("base64_salt_separator", "") instanceof String separator
                && config.get("rounds") instanceof Integer rounds
                && config.get("mem_cost") instanceof Integer memoryCost) {
            return Optional.of(new FirebaseParameters(key, separator, rounds, memoryCost))
                    .filter(FirebaseParameters::isValid);
        }
        return Optional.empty();
    }

    /** Whether they can be part of an encoded hash. The hash's format checks its costs. */
    private boolean isValid() {
        return !signerKey.isEmpty()
                && signerKey.length() <= MAX_KEY
                && saltSeparator.length() <= MAX_SEPARATOR
                && BASE64.matcher(signerKey).matches()
                && BASE64.matcher(saltSeparator).matches()
                && rounds > 0
                && memoryCost > 0
                && memoryCost <= MAX_COST;
    }

    /** A text of one line, for {@link #parse}. */
    public String text() {
        return rounds + " " + memoryCost + " " + signerKey + " " + saltSeparator;
    }

    /** Reads {@link #text}. */
    public static Optional<FirebaseParameters> parse(String text) {
        String[] fields = text.split(" ", -1);
        return fields.length == 4
                ? Optional.of(
                        new FirebaseParameters(
                                fields[2],
                                fields[3],
                                Integer.parseInt(fields[0]),
                                Integer.parseInt(fields[1])))
                : Optional.empty();
    }

    /** The encoded string of a user's hash. */
    String encode(String salt, String hash) {
        return "$fbscrypt$v=1,n="
                + memoryCost
                + ",r="
                + rounds
                + ",p=1,"
                + (saltSeparator.isEmpty() ? "" : "ss=" + saltSeparator + ",")
                + "sk="
                + signerKey
                + "$"
                + salt
                + "$"
                + hash;
    }

    /** Hides the key. */
    @Override
    public String toString() {
        return "FirebaseParameters";
    }
}
