package io.authrealm.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text message with a code, as its sender reads it from the theme. */
class TextMessageTest {

    private static final String KEY = "authrealmCodeText";
    private static final String CODE = "093027";

    /** The letters of GSM 03.38 that take one place in a text message. */
    private static final String GSM_7 =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                    + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    static Stream<Locale> languages() {
        return MailRenderer.languages().stream();
    }

    private static String text(Locale language, String realm) {
        return new MailRenderer("Acme", RealmTexts.NONE).text(language, KEY, CODE, realm);
    }

    private static boolean isGsm(String text) {
        return text.chars().allMatch(letter -> GSM_7.indexOf(letter) >= 0);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void namesTheCodeAndTheRealm(Locale language) {
        String text = text(language, "Acme");

        // The code comes first and is followed by a space: phones then offer to fill it in.
        assertThat(text).startsWith(CODE + " ").containsOnlyOnce(CODE).containsOnlyOnce("Acme");
        assertThat(text.replace(CODE, "")).doesNotContainPattern("\\d");
        assertThat(text).doesNotContain("{", "}", "''", "authrealm", "\n");
    }

    /**
     * With a name of 15 characters. Letters outside GSM 03.38 limit the message to 70 characters.
     */
    @ParameterizedTest
    @MethodSource("languages")
    void fitsIntoOneTextMessage(Locale language) {
        String withoutName = text(language, "");

        assertThat(withoutName).hasSizeLessThanOrEqualTo(isGsm(withoutName) ? 120 : 55);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "fr"})
    void needsOnlyTheLettersOfItsLanguage(String tag) {
        assertThat(text(Locale.forLanguageTag(tag), "")).matches(TextMessageTest::isGsm);
    }

    @Test
    void showsANameAsItIs() {
        for (Locale language : MailRenderer.languages()) {
            assertThat(text(language, "{0} '{1}' ${realmName}"))
                    .containsOnlyOnce("{0} '{1}' ${realmName}")
                    .containsOnlyOnce(CODE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"it", "ar", "zh-CN"})
    void isEnglishIfTheThemeHasNoTexts(String tag) {
        assertThat(text(Locale.forLanguageTag(tag), "Acme"))
                .isEqualTo(text(Locale.ENGLISH, "Acme"));
    }

    @Test
    void canBeWrittenByTheRealm() {
        RealmTexts texts = RealmTexts.english(Map.of(KEY, "{0}: {1}"));

        assertThat(new MailRenderer("Acme", texts).text(Locale.ENGLISH, KEY, CODE, "Acme"))
                .isEqualTo(CODE + ": Acme");
    }
}
