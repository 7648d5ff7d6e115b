package io.authrealm.sms;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many messages a realm sends, and to which countries. Each number may be sent at once, and the
 * allowance returns evenly over an hour. Zero switches a limit off.
 *
 * @param perNumber messages to one number
 * @param perUser messages for one user
 * @param perAddress messages requested from one IPv4 address or one /64 of IPv6
 * @param perRealm messages of the realm in all
 * @param countries ISO 3166 codes of the countries that messages go to; empty for all
 */
public record SmsLimitSettings(
        int perNumber, int perUser, int perAddress, int perRealm, Set<String> countries) {

    /** The limits of a realm without settings. */
    public static final SmsLimitSettings DEFAULTS = new SmsLimitSettings(5, 5, 20, 500, Set.of());

    /** The largest value of a limit. */
    public static final int MOST = 1_000_000;

    /**
     * @throws IllegalArgumentException for a number below 0 or above a million, and for a country
     *     that does not exist
     */
    public SmsLimitSettings {
        require(perNumber, "number");
        require(perUser, "user");
        require(perAddress, "address");
        require(perRealm, "realm");
        countries =
                countries.stream()
                        .map(country -> country.trim().toUpperCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        for (String country : countries) {
            // No number has such a spelling, for example UK, so it would lock its users out.
            if (!PhoneNumber.isRegion(country)) {
                throw new IllegalArgumentException(
                        "a country is not an ISO 3166 code of two letters");
            }
        }
    }

    private static void require(int messages, String whose) {
        if (messages < 0 || messages > MOST) {
            throw new IllegalArgumentException(
                    "the messages per " + whose + " are not between 0 and " + MOST);
        }
    }

    boolean allows(String country) {
        return countries.isEmpty() || countries.contains(country);
    }
}
