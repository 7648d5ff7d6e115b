package io.authrealm.breach;

import java.util.HashSet;
import java.util.Set;

/**
 * A realm's rule for breached passwords: the value of the policy {@value
 * BreachedPasswordPolicyFactory#ID}.
 *
 * @param leastCount a password that was seen this often is refused; at least 1
 * @param sources where passwords are looked up
 * @param acceptsUnknown whether a password is accepted if no source can answer
 */
public record BreachRule(int leastCount, Sources sources, boolean acceptsUnknown) {

    /** Where passwords are looked up. */
    public enum Sources {
        /** Have I Been Pwned, or a mirror of it. */
        ONLINE("online"),

        /** The corpus on the server's own disk. */
        OFFLINE("offline"),

        /** The corpus, and Have I Been Pwned for what the corpus does not have. */
        OFFLINE_THEN_ONLINE("offline-then-online");

        private final String id;

        Sources(String id) {
            this.id = id;
        }

        static Sources of(String id) {
            for (Sources sources : values()) {
                if (sources.id.equals(id)) {
                    return sources;
                }
            }
            throw new IllegalArgumentException(
                    "sources is not one of online, offline, offline-then-online");
        }

        @Override
        public String toString() {
            return id;
        }
    }

    private static final String ACCEPT = "accept";

    public BreachRule {
        if (leastCount < 1) {
            throw new IllegalArgumentException("the count is not 1 or more");
        }
    }

    /**
     * This rule, changed by the value of a policy.
     *
     * @param value such as {@code 3} or {@code 1,sources=offline,unknown=refuse}; each part may be
     *     left out
     * @throws IllegalArgumentException for another form
     */
    BreachRule with(String value) {
        int count = leastCount;
        Sources from = sources;
        boolean accepts = acceptsUnknown;
        if (value == null || value.isBlank()) {
            return this;
        }
        Set<String> names = new HashSet<>();
        for (String part : value.split(",", -1)) {
            String[] pair = part.trim().split("=", 2);
            String name = pair.length == 1 ? "count" : pair[0].trim();
            String said = pair[pair.length - 1].trim();
            if (!names.add(name)) {
                throw new IllegalArgumentException(name + " is there twice");
            }
            switch (name) {
                case "count" -> count = count(said);
                case "sources" -> from = Sources.of(said);
                case "unknown" -> accepts = acceptsUnknown(said);
                default ->
                        throw new IllegalArgumentException(
                                "not of the form 1,sources=online,unknown=accept");
            }
        }
        return new BreachRule(count, from, accepts);
    }

    static boolean acceptsUnknown(String said) {
        if (!ACCEPT.equals(said) && !"refuse".equals(said)) {
            throw new IllegalArgumentException("unknown is not one of accept, refuse");
        }
        return ACCEPT.equals(said);
    }

    private static int count(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the count is not a number, 1 or more");
        }
    }
}
