package io.authrealm.core.text;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A phone number as people write it, with its country code. The numbering plans are those of
 * libphonenumber.
 *
 * @param e164 the number
 * @param asWritten whether its digits are the ones that were written. They are not if an extension
 *     was left out, or a digit that is only dialled within the country.
 */
public record WrittenNumber(String e164, boolean asWritten) {

    private static final int MAX_LENGTH = 64;

    /**
     * Digits and the usual separators. The library would also read letters as digits, and leave out
     * what it does not know.
     */
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "(?:tel:)?+(?<number>[+\\uFF0B][\\p{Nd} \\u00A0\\u2009\\u202F\\-\\u2010-\\u2013.()/]++)"
                            + "(?<extension>(?:;ext=|ext(?:ension)?+[.:]?|[x#,;])[ .:]*+\\p{Nd}{1,10})?+",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_DIGIT = Pattern.compile("\\P{Nd}+");

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

    /** Reads a number; empty if the text is not one number, or not one of any country. */
    public static Optional<WrittenNumber> read(String text) {
        String stripped = text.strip();
        if (stripped.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher written = WRITTEN.matcher(stripped);
        if (!written.matches()) {
            return Optional.empty();
        }
        try {
            PhoneNumber number = PLANS.parse(written.group("number"), null);
            String e164 = PLANS.format(number, PhoneNumberFormat.E164);
            boolean same =
                    written.group("extension") == null
                            && digits(written.group("number")).equals(e164.substring(1));
            // What was changed has to be a number that exists, or the change may be wrong.
            boolean possible = same ? PLANS.isPossibleNumber(number) : PLANS.isValidNumber(number);
            return possible ? Optional.of(new WrittenNumber(e164, same)) : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** The digits of any script as ASCII has them. */
    private static String digits(String text) {
        String found = NO_DIGIT.matcher(text).replaceAll("");
        StringBuilder ascii = new StringBuilder();
        found.codePoints().forEach(c -> ascii.append(Character.digit(c, 10)));
        return ascii.toString();
    }
}
