package io.authrealm.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextRuleTest {

    /** One code point that takes two chars. */
    private static final String KEY = "\uD83D\uDD11";

    @Test
    void absentAndEmptyMembersAreRequiredOrLeftAlone() {
        assertThat(TextRule.required(1, 5).violation(null)).isEqualTo("required");
        assertThat(TextRule.required(1, 5).violation("")).isEqualTo("required");
        assertThat(TextRule.requiredEmail().violation(null)).isEqualTo("required");
        assertThat(TextRule.optional(5).violation(null)).isNull();
        assertThat(TextRule.optional(5).violation("")).isNull();
    }

    @Test
    void bothBoundsAreIncluded() {
        TextRule rule = TextRule.required(2, 4);

        assertThat(rule.violation("a")).isEqualTo("too_short");
        assertThat(rule.violation("ab")).isNull();
        assertThat(rule.violation("abcd")).isNull();
        assertThat(rule.violation("abcde")).isEqualTo("too_long");
    }

    @Test
    void lengthsAreInCodePoints() {
        TextRule rule = TextRule.required(2, 4);

        assertThat(rule.violation(KEY)).isEqualTo("too_short");
        assertThat(rule.violation(KEY.repeat(2))).isNull();
        assertThat(rule.violation(KEY.repeat(4))).isNull();
        assertThat(rule.violation(KEY.repeat(5))).isEqualTo("too_long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "abc\u0000",
                "\uD83D",
                "abc\uD83D",
                "\uD83Dabc",
                "\uDD11",
                "abc\uDD11",
                "\uDD11\uD83D",
                "\uD83D\uD83D\uDD11",
                "\uD83D\uDD11\uDD11"
            })
    void textThatNoDatabaseCanStoreNeverPasses(String text) {
        assertThat(TextRule.required(1, 100).violation(text)).isEqualTo("invalid");
        assertThat(TextRule.optional(100).violation(text)).isEqualTo("invalid");
        assertThat(TextRule.requiredEmail().violation(text)).isEqualTo("invalid_email");
        assertThat(TextRule.requiredEmail().violation(text + "@example.com"))
                .isEqualTo("invalid_email");
    }

    @Test
    void emailMustHaveTheSyntaxOfOne() {
        assertThat(TextRule.requiredEmail().violation("ada@example.com")).isNull();
        assertThat(TextRule.requiredEmail().violation("ada")).isEqualTo("invalid_email");
        assertThat(TextRule.requiredEmail().violation(" ada@example.com"))
                .isEqualTo("invalid_email");
    }

    @Test
    void overlongEmailIsTooLongWhateverItsSyntax() {
        assertThat(TextRule.requiredEmail().violation("a".repeat(255))).isEqualTo("too_long");
        assertThat(TextRule.requiredEmail().violation("a".repeat(254))).isEqualTo("invalid_email");
    }

    @Test
    void otherTextIsNotJudgedAsAnEmail() {
        assertThat(TextRule.required(1, 100).violation("no at sign\t\n")).isNull();
    }
}
