package io.authrealm.sms;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A phone number that can receive text messages, in the form of E.164. Two numbers are equal if
 * their E.164 forms are equal, however they were written. The numbering plans are those of
 * libphonenumber.
 *
 * <p>Stable: within one Keycloak minor, releases of the pack only add to it.
 */
public final class PhoneNumber {

    /** The result of reading a number. */
    public sealed interface Reading {

        record Valid(PhoneNumber number) implements Reading {}

        record Invalid(Problem problem) implements Reading {}
    }

    /** Why a number is refused. */
    public enum Problem {
        /** Longer than {@value #MAX_LENGTH}, or not in the form of a phone number. */
        MALFORMED,

        /** There is no country code and no region that gives one, or the country does not exist. */
        COUNTRY_UNKNOWN,

        /** Too short, too long, or not in the country's numbering plan. */
        NOT_ASSIGNED,

        /**
         * A number that receives no texts, or whose texts cost more than others: fixed lines,
         * premium rate, shared cost, toll free, voice over IP, satellite and the like.
         */
        NOT_MOBILE
    }

    /** The longest text that is parsed as a number. */
    public static final int MAX_LENGTH = 32;

    /** The marks that address books and right-to-left scripts put around a number. */
    private static final String MARKS = "[\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]*+";

    /**
     * Digits of every script and the usual separators. The library itself would also accept
     * letters, extensions and phone URIs, and it drops what it does not know.
     */
    private static final Pattern WRITTEN =
            Pattern.compile(
                    MARKS
                            + "(?<number>[+\\uFF0B]?+[\\p{Nd} \\u00A0\\u2009\\u202F\\-\\u2010-\\u2013.()/]++)"
                            + MARKS);

    /** Spaces of French and Swiss numbers that the library does not know. */
    private static final Pattern NARROW_SPACES = Pattern.compile("[\\u2009\\u202F]");

    private static final String NOWHERE = "001";

    private static final int SHOWN_AT_THE_END = 2;

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

    private final String e164;
    private final String region;
    private final int countryCode;

    private PhoneNumber(String e164, String region, int countryCode) {
        this.e164 = e164;
        this.region = region;
        this.countryCode = countryCode;
    }

    /**
     * Reads a number as people write it.
     *
     * @param raw any text, or null
     * @param defaultRegion ISO 3166 code in upper case of the country whose national numbers are
     *     accepted; null if every number must begin with a plus sign
     */
    public static Reading parse(String raw, String defaultRegion) {
        if (raw == null || raw.length() > MAX_LENGTH) {
            return new Reading.Invalid(Problem.MALFORMED);
        }
        Matcher written = WRITTEN.matcher(raw);
        if (!written.matches()) {
            return new Reading.Invalid(Problem.MALFORMED);
        }
        String number = NARROW_SPACES.matcher(written.group("number")).replaceAll(" ");
        try {
            return judge(PLANS.parse(number, defaultRegion));
        } catch (NumberParseException e) {
            return new Reading.Invalid(
                    switch (e.getErrorType()) {
                        case NOT_A_NUMBER -> Problem.MALFORMED;
                        case INVALID_COUNTRY_CODE -> Problem.COUNTRY_UNKNOWN;
                        default -> Problem.NOT_ASSIGNED;
                    });
        }
    }

    private static Reading judge(Phonenumber.PhoneNumber number) {
        if (!PLANS.isPossibleNumber(number) || !PLANS.isValidNumber(number)) {
            return new Reading.Invalid(Problem.NOT_ASSIGNED);
        }
        String region = PLANS.getRegionCodeForNumber(number);
        boolean mobile =
                switch (PLANS.getNumberType(number)) {
                    // In North America, among others, mobiles have no distinct numbers.
                    case MOBILE, FIXED_LINE_OR_MOBILE -> true;
                    default -> false;
                };
        if (!mobile || region == null || region.equals(NOWHERE)) {
            return new Reading.Invalid(Problem.NOT_MOBILE);
        }
        return new Reading.Valid(
                new PhoneNumber(
                        PLANS.format(number, PhoneNumberFormat.E164),
                        region,
                        number.getCountryCode()));
    }

    /** Whether {@code code} is an upper-case ISO 3166 code of a country that has numbers. */
    static boolean isRegion(String code) {
        return PLANS.getSupportedRegions().contains(code);
    }

    /** A plus sign and at most 15 digits. */
    public String e164() {
        return e164;
    }

    /** ISO 3166 code of the country, in upper case. */
    public String region() {
        return region;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PhoneNumber number && number.e164.equals(e164);
    }

    @Override
    public int hashCode() {
        return e164.hashCode();
    }

    /** The country code and the last two digits, which a log may show. */
    @Override
    public String toString() {
        return "+" + countryCode + "…" + e164.substring(e164.length() - SHOWN_AT_THE_END);
    }
}
