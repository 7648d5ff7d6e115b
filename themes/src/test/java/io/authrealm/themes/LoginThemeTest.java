package io.authrealm.themes;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.themes.LoginPage.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.theme.Theme;

class LoginThemeTest {

    private static final String BLUE = "#1d4ed8";

    private static LoginPage page(Map<String, String> texts) {
        return LoginPage.render(Locale.ENGLISH, "Acme", RealmTexts.english(texts));
    }

    private static LoginPage colored(String color) {
        return page(Map.of("authrealmBrandColor", color));
    }

    private static LoginPage withLogo(String url) {
        return page(Map.of("authrealmBrandLogoUrl", url));
    }

    @Test
    void isAStylesheetOnKeycloaksTheme() throws IOException {
        Theme theme = LoginPage.theme();

        assertThat(theme.getParentName()).isEqualTo("keycloak.v2");
        assertThat(theme.getProperties().getProperty("darkMode")).isEqualTo("true");
        assertThat(theme.getProperties().getProperty("styles").split(" "))
                .containsExactly("css/styles.css", "css/authrealm.css");
    }

    /** Keycloak's part of the page has to call the part that the theme replaces. */
    @Test
    void loadsOnlyWhatExists() throws IOException {
        Theme theme = LoginPage.theme();
        List<String> files =
                page(Map.of()).document().select("link[rel=stylesheet], script[src]").stream()
                        .map(element -> element.attr("href") + element.attr("src"))
                        .filter(path -> path.startsWith("/resources/"))
                        .map(path -> path.substring("/resources/".length()))
                        .toList();

        assertThat(files).contains("css/styles.css", "css/authrealm.css", "js/accessibility.js");
        for (String file : files) {
            try (InputStream in = theme.getResourceAsStream(file)) {
                assertThat(in).as(file).isNotNull();
            }
        }
    }

    @Test
    void takesTheBrandFromTheTemplatesOfTheMails() throws IOException {
        for (String name : List.of("common.ftl", "colors.ftl")) {
            assertThat(resource("theme/authrealm/login/content/" + name))
                    .isEqualTo(resource("theme/authrealm/email/content/" + name));
        }
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = LoginThemeTest.class.getClassLoader().getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void isBlueWithoutABrand() {
        LoginPage page = page(Map.of());

        assertThat(page.color(Mode.LIGHT, "brand")).isEqualTo(BLUE);
        assertThat(page.color(Mode.LIGHT, "on-brand")).isEqualTo("#ffffff");
        assertThat(page.color(Mode.LIGHT, "link")).isEqualTo(BLUE);
        assertThat(page.document().select("img")).isEmpty();
    }

    /**
     * Includes the colours at which black and white text change places, or that only one card can
     * show.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "#000000", "#FFFFFF", "#1d4ed8", "#ffeb3b", "#ffff00", "#ff0000", "#00ff00",
                "#0000ff", "#ea1416", "#777777", "#757575", "#767676", "#787878", "#0f766e",
                "#f97316", "#c026d3", "#1f2937", "#9ca3af", "#949494", "#959595", "#abcdef"
            })
    void canBeReadInAnyColor(String color) {
        LoginPage page = colored(color);

        assertThat(page.color(Mode.LIGHT, "brand")).isEqualTo(color);
        assertThat(page.color(Mode.DARK, "brand")).isEqualTo(color);
        for (Mode mode : Mode.values()) {
            String card = page.color(mode, "card");
            assertThat(Contrast.between(page.color(mode, "on-brand"), color))
                    .isGreaterThanOrEqualTo(4.5);
            assertThat(Contrast.between(page.color(mode, "link"), card))
                    .isGreaterThanOrEqualTo(4.5);
            assertThat(Contrast.between(page.color(mode, "edge"), card)).isGreaterThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void canBeReadWithoutABrand(Mode mode) {
        LoginPage page = page(Map.of());

        for (String background : List.of("card", "page")) {
            for (String text : List.of("text", "note", "danger", "warning", "success")) {
                assertThat(Contrast.between(page.color(mode, text), page.color(mode, background)))
                        .as("%s on %s", text, background)
                        .isGreaterThanOrEqualTo(4.5);
            }
        }
        assertThat(Contrast.between(page.color(mode, "field"), page.color(mode, "card")))
                .isGreaterThanOrEqualTo(3);
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
                "#123456}</style><script>alert(1)</script>",
                "{",
                "{0}",
                "'#123456'",
                "${authrealmBrandColor}"
            })
    void isBlueWithoutAValidColor(String color) {
        LoginPage page = colored(color);

        assertThat(page.color(Mode.LIGHT, "brand")).isEqualTo(BLUE);
        assertThat(page.document().html()).doesNotContain("evil.example", "alert(1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "pt-BR", "ar"})
    void hasTheBrandInEveryLanguage(String language) {
        LoginPage page =
                LoginPage.render(
                        Locale.forLanguageTag(language),
                        "Acme",
                        RealmTexts.english(Map.of("authrealmBrandColor", "#0f766e")));

        assertThat(page.color(Mode.LIGHT, "brand")).isEqualTo("#0f766e");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cdn.acme.example/logo.png",
                "https://cdn.acme.example:8443/a/b-c_d/logo.png?v=2&size=40"
            })
    void canHaveALogo(String url) {
        Element logo = withLogo(url).document().select("img").first();

        assertThat(logo.attr("src")).isEqualTo(url);
        assertThat(logo.attr("alt")).isEqualTo("Acme");
        assertThat(logo.attr("referrerpolicy")).isEqualTo("no-referrer");
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
                "https://cdn.acme.example/{0}.png",
                "https://cdn.acme.example/l'ogo.png"
            })
    void hasNoLogoWithoutAValidAddress(String url) {
        assertThat(withLogo(url).document().select("img")).isEmpty();
    }

    @Test
    void showsANameThatLooksLikeMarkupAsItIs() {
        String name = "\"><img src=x onerror=alert(1)>'";
        LoginPage page =
                LoginPage.render(
                        Locale.ENGLISH,
                        name,
                        RealmTexts.english(
                                Map.of(
                                        "authrealmBrandLogoUrl",
                                        "https://cdn.acme.example/logo.png")));

        assertThat(page.document().select("img")).hasSize(1);
        assertThat(page.document().select("img").first().attr("alt")).isEqualTo(name);
    }
}
