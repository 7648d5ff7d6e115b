package io.authrealm.core.json;

import io.authrealm.core.text.EmailSyntax;
import org.jspecify.annotations.Nullable;

/**
 * The rule of a string member. Lengths are in Unicode code points, both bounds inclusive. A string
 * that contains NUL or an unpaired surrogate never passes, because no database and no UTF-8 text
 * can carry it.
 */
public record TextRule(boolean required, int minLength, int maxLength, boolean email) {

    /** Longest email address that SMTP can carry (RFC 5321, section 4.5.3.1). */
    private static final int MAX_EMAIL_LENGTH = 254;

    public static TextRule required(int minLength, int maxLength) {
        return new TextRule(true, minLength, maxLength, false);
    }

    public static TextRule optional(int maxLength) {
        return new TextRule(false, 0, maxLength, false);
    }

    public static TextRule requiredEmail() {
        return new TextRule(true, 1, MAX_EMAIL_LENGTH, true);
    }

    /** Returns the code of the broken rule, or null if {@code value} passes. */
    public @Nullable String violation(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return required ? "required" : null;
        }
        if (!isStorable(value)) {
            return email ? "invalid_email" : "invalid";
        }
        int length = value.codePointCount(0, value.length());
        if (length > maxLength) {
            return "too_long";
        }
        if (length < minLength) {
            return "too_short";
        }
        return email && !EmailSyntax.isValid(value) ? "invalid_email" : null;
    }

    /** Whether every database and UTF-8 can carry the text: no NUL, no unpaired surrogate. */
    public static boolean isStorable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == value.length() || !Character.isLowSurrogate(value.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
