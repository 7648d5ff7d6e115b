package io.authrealm.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrandTest {

    private static final String BLUE = "#1d4ed8";

    private static MailPage ours(Map<String, String> brand, Map<String, String> texts) {
        return page(TestMail.MAGIC_LINK, Locale.ENGLISH, brand, texts);
    }

    private static MailPage page(
            TestMail mail, Locale language, Map<String, String> brand, Map<String, String> texts) {
        return MailPage.parse(mail.render(language, MailValues.ORDINARY, brand, texts).html());
    }

    private static String color(MailPage page) {
        return page.document().select("a.button").first().parent().attr("bgcolor");
    }

    /** Among them colours at which black and white change places. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "#000000", "#FFFFFF", "#1d4ed8", "#ffff00", "#ff0000", "#00ff00", "#0000ff",
                "#ea1416", "#777777", "#757575", "#767676", "#787878", "#0f766e", "#f97316",
                "#c026d3", "#1f2937", "#9ca3af", "#abcdef"
            })
    void canHaveAnyColor(String color) {
        MailPage page = ours(Map.of("brandColor", color), Map.of());

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
        MailPage page = ours(Map.of("brandColor", color), Map.of());
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
        assertThat(color(ours(Map.of("brandColor", color), Map.of()))).isEqualTo(BLUE);
        assertThat(color(ours(Map.of(), Map.of("authrealmBrandColor", color)))).isEqualTo(BLUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cdn.acme.example/logo.png",
                "https://cdn.acme.example:8443/a/b-c_d/logo.png?v=2&size=40"
            })
    void canHaveALogo(String url) {
        MailPage page = ours(Map.of("brandLogoUrl", url), Map.of());

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
        MailPage page = ours(Map.of("brandLogoUrl", url), Map.of());

        assertThat(page.document().select("img")).isEmpty();
        assertThat(page.document().select("bdi").first().text()).isEqualTo("Acme");
    }

    @Test
    void hasNoLogoOfEndlessAddress() {
        String url = "https://cdn.acme.example/" + "a".repeat(5_000);

        assertThat(ours(Map.of("brandLogoUrl", url), Map.of()).document().select("img")).isEmpty();
    }

    @Test
    void canHaveAnotherNameThanTheRealm() {
        RenderedMail mail =
                TestMail.PASSWORD_CHANGED.render(
                        Locale.ENGLISH,
                        MailValues.ORDINARY,
                        Map.of("brandName", "Acme Shop"),
                        Map.of());

        assertThat(mail.text()).contains("Acme Shop").doesNotContain("Acme account");
    }

    /** Keycloak passes nothing of the realm but its texts. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "pt-BR", "it"})
    void comesFromTheRealmsTextsInKeycloaksMails(String language) {
        Map<String, String> texts =
                Map.of(
                        "authrealmBrandColor",
                        "#0f766e",
                        "authrealmBrandLogoUrl",
                        "https://cdn.acme.example/logo.png");
        MailPage page =
                page(TestMail.PASSWORD_RESET, Locale.forLanguageTag(language), Map.of(), texts);

        assertThat(page.document().select(".card").attr("style"))
                .contains("border-top:4px solid #0f766e");
        assertThat(page.document().select("img").attr("src"))
                .isEqualTo("https://cdn.acme.example/logo.png");
    }

    @Test
    void isWhatTheMailSaysRatherThanTheRealmsTexts() {
        assertThat(
                        color(
                                ours(
                                        Map.of("brandColor", "#0f766e"),
                                        Map.of("authrealmBrandColor", "#be123c"))))
                .isEqualTo("#0f766e");
    }
}
