package io.authrealm.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrandTest {

    private static final String BLUE = "#1d4ed8";

    private static final String COLOR_KEY = "authrealmBrandColor";
    private static final String LOGO_KEY = "authrealmBrandLogoUrl";
    private static final String COLOR = "#0f766e";
    private static final String LOGO = "https://cdn.acme.example/logo.png";

    private static MailPage page(String key, String text) {
        return page(TestMail.MAGIC_LINK, Locale.ENGLISH, RealmTexts.english(Map.of(key, text)));
    }

    private static MailPage page(TestMail mail, Locale language, RealmTexts texts) {
        return MailPage.parse(mail.render(language, MailValues.ORDINARY, texts).html());
    }

    private static String color(MailPage page) {
        return page.document().select("a.button").first().parent().attr("bgcolor");
    }

    /** Includes the colours at which black and white text change places. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "#000000", "#FFFFFF", "#1d4ed8", "#ffff00", "#ff0000", "#00ff00", "#0000ff",
                "#ea1416", "#777777", "#757575", "#767676", "#787878", "#0f766e", "#f97316",
                "#c026d3", "#1f2937", "#9ca3af", "#abcdef"
            })
    void canHaveAnyColor(String color) {
        MailPage page = page(COLOR_KEY, color);

        assertThat(color(page)).isEqualTo(color);
        assertThat(page.light())
                .anyMatch(text -> text.background().equals(color))
                .allMatch(text -> text.contrast() >= 4.5);
        assertThat(page.dark())
                .anyMatch(text -> text.background().equals(color))
                .allMatch(text -> text.contrast() >= 4.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#ffffff", "#ffff00", "#f3f4f6", "#000000", "#1f2937",
            })
    void hasAButtonThatStandsOut(String color) {
        MailPage page = page(COLOR_KEY, color);
        Element button = page.document().select("a.button").first();
        String light = button.attr("style").replaceAll(".*border:1px solid (#\\w{6}).*", "$1");
        String dark =
                page.document()
                        .select("style")
                        .first()
                        .data()
                        .replaceAll("(?s).*\\.button \\{ border-color: (#\\w{6}).*", "$1");

        assertThat(Contrast.between(light, "#ffffff")).isGreaterThanOrEqualTo(3);
        assertThat(Contrast.between(dark, "#1f2937")).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "red",
                "#fff",
                "#12345g",
                "#1234567",
                " #123456",
                "#123456\n",
                "#123456;background:url(https://evil.example)",
                "\"><script>"
            })
    void isBlueWithoutAValidColor(String color) {
        assertThat(color(page(COLOR_KEY, color))).isEqualTo(BLUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cdn.acme.example/logo.png",
                "https://cdn.acme.example:8443/a/b-c_d/logo.png?v=2&size=40"
            })
    void canHaveALogo(String url) {
        MailPage page = page(LOGO_KEY, url);

        assertThat(page.errors()).isEmpty();
        assertThat(page.document().select("img")).hasSize(1);
        assertThat(page.document().select("img").attr("src")).isEqualTo(url);
        assertThat(page.document().select("img").attr("alt")).isEqualTo("Acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://cdn.acme.example/logo.png",
                "//cdn.acme.example/logo.png",
                "javascript:alert(1)",
                "data:image/png;base64,AAAA",
                "https://user:secret@cdn.acme.example/logo.png",
                "https://cdn.acme.example/\" onerror=\"alert(1)",
                "https://cdn.acme.example/logo.png\n",
                "https://"
            })
    void hasItsNameWithoutAValidLogo(String url) {
        MailPage page = page(LOGO_KEY, url);

        assertThat(page.document().select("img")).isEmpty();
        assertThat(page.document().select("bdi").first().text()).isEqualTo("Acme");
    }

    @Test
    void hasNoLogoOfEndlessAddress() {
        String url = "https://cdn.acme.example/" + "a".repeat(5_000);

        assertThat(page(LOGO_KEY, url).document().select("img")).isEmpty();
    }

    /** Each is a message format that fails, loses a character, or fetches another text. */
    static Stream<String> formats() {
        return Stream.of(
                "{",
                "}",
                "{0}",
                "{size}",
                "{0,number,{",
                "it's",
                "''",
                "'{'",
                "${passwordResetSubject}",
                "${authrealmBrandLogoUrl}",
                "${authrealmBrandLogoUrl",
                "<#stop>");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void isItsNameWithALogoWhoseAddressLooksLikeAFormat(String part) {
        for (TestMail mail : List.of(TestMail.MAGIC_LINK, TestMail.PASSWORD_RESET)) {
            for (String url : List.of("https://cdn.acme.example/" + part + ".png", part)) {
                MailPage page =
                        page(mail, Locale.ENGLISH, RealmTexts.english(Map.of(LOGO_KEY, url)));

                assertThat(page.document().select("img")).as(url).isEmpty();
                assertThat(page.document().select("bdi").first().text()).isEqualTo("Acme");
                assertThat(page.errors()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void isBlueWithAColorThatLooksLikeAFormat(String part) {
        assertThat(color(page(COLOR_KEY, part))).isEqualTo(BLUE);
        assertThat(color(page(COLOR_KEY, COLOR + part))).isEqualTo(BLUE);
    }

    static Stream<Arguments> realms() {
        return Stream.of("en", "de", "pt-BR", "ja", "it", "en-GB", "zh-CN")
                .flatMap(
                        defaultLanguage ->
                                Stream.concat(
                                                MailRenderer.languages().stream(),
                                                Stream.of(
                                                                "it", "ar", "he", "zh-CN", "en-GB",
                                                                "de-CH")
                                                        .map(Locale::forLanguageTag))
                                        .map(language -> Arguments.of(defaultLanguage, language)));
    }

    @ParameterizedTest
    @MethodSource("realms")
    void isInEveryLanguageWhatTheEnglishTextsSay(String defaultLanguage, Locale language) {
        RealmTexts texts =
                new RealmTexts(
                        defaultLanguage, Map.of("en", Map.of(COLOR_KEY, COLOR, LOGO_KEY, LOGO)));

        for (TestMail mail : List.of(TestMail.PASSWORD_CHANGED, TestMail.PASSWORD_RESET)) {
            MailPage page = page(mail, language, texts);

            assertThat(page.document().select(".card").attr("style"))
                    .contains("border-top:4px solid " + COLOR);
            assertThat(page.document().select("img").eachAttr("src")).containsExactly(LOGO);
        }
    }

    @Test
    void canDifferInALanguage() {
        RealmTexts texts =
                new RealmTexts(
                        "en",
                        Map.of("en", Map.of(COLOR_KEY, COLOR), "ja", Map.of(COLOR_KEY, "#be123c")));

        assertThat(color(page(TestMail.MAGIC_LINK, Locale.JAPANESE, texts))).isEqualTo("#be123c");
        assertThat(color(page(TestMail.MAGIC_LINK, Locale.GERMAN, texts))).isEqualTo(COLOR);
    }

    @ParameterizedTest
    @EnumSource(TestMail.class)
    void isTheSameInEveryMail(TestMail mail) {
        RealmTexts texts = RealmTexts.english(Map.of(COLOR_KEY, COLOR, LOGO_KEY, LOGO));
        MailPage page = page(mail, Locale.ENGLISH, texts);

        assertThat(page.document().select(".card").attr("style"))
                .contains("border-top:4px solid " + COLOR);
        assertThat(page.document().select("img").attr("src")).isEqualTo(LOGO);
        assertThat(page.document().select("img").attr("alt")).isEqualTo("Acme");
    }
}
