package io.authrealm.themes;

import jakarta.enterprise.context.ContextNotActiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.DefaultThemeManager;
import org.keycloak.theme.DefaultThemeManagerFactory;
import org.keycloak.theme.FreeMarkerException;
import org.keycloak.theme.JarThemeProviderFactory;
import org.keycloak.theme.KeycloakSanitizerMethod;
import org.keycloak.theme.Theme;
import org.keycloak.theme.ThemeProvider;
import org.keycloak.theme.beans.MessageFormatterMethod;
import org.keycloak.theme.freemarker.DefaultFreeMarkerProvider;

/** Keycloak's error page in the login theme, rendered with the server's own classes. */
final class LoginPage {

    /** The colours of the card and its contents, by their names without {@code --authrealm-}. */
    enum Mode {
        LIGHT(":root"),
        DARK(".pf-v5-theme-dark");

        private final String selector;

        Mode(String selector) {
            this.selector = selector;
        }
    }

    private static final JarThemeProviderFactory THEMES = new JarThemeProviderFactory();

    static {
        THEMES.init(null);
    }

    private final Document document;

    private LoginPage(Document document) {
        this.document = document;
    }

    /**
     * @param realmName the display name of the realm
     * @param texts what an administrator wrote into the realm
     */
    static LoginPage render(Locale locale, String realmName, RealmTexts texts) {
        Theme theme = theme();
        RealmModel realm = realm(texts);
        try {
            Map<String, Object> values =
                    Map.ofEntries(
                            Map.entry(
                                    "realm",
                                    Map.of(
                                            "name",
                                            "acme",
                                            "displayName",
                                            realmName,
                                            "displayNameHtml",
                                            "",
                                            "internationalizationEnabled",
                                            false)),
                            Map.entry(
                                    "msg",
                                    new MessageFormatterMethod(
                                            locale, theme.getEnhancedMessages(realm, locale))),
                            Map.entry("properties", theme.getProperties()),
                            Map.entry(
                                    "url",
                                    Map.of(
                                            "resourcesPath", "/resources",
                                            "resourcesCommonPath", "/common",
                                            "ssoLoginInOtherTabsUrl", "/sso")),
                            Map.entry("lang", locale.toLanguageTag()),
                            Map.entry("darkMode", true),
                            Map.entry("pageId", "error"),
                            Map.entry("message", Map.of("type", "error", "summary", "It failed.")));
            return new LoginPage(
                    Jsoup.parse(
                            new DefaultFreeMarkerProvider(null, new KeycloakSanitizerMethod())
                                    .processTemplate(new HashMap<>(values), "error.ftl", theme)));
        } catch (FreeMarkerException | IOException e) {
            throw new AssertionError(e);
        }
    }

    static Theme theme() {
        KeycloakContext context =
                Stub.of(
                        KeycloakContext.class,
                        Map.of(
                                "getRealm", arguments -> realm(RealmTexts.NONE),
                                "getUri",
                                        arguments -> {
                                            throw new ContextNotActiveException();
                                        }));
        KeycloakSession[] session = new KeycloakSession[1];
        Map<String, Function<Object[], Object>> methods =
                Map.of(
                        "getContext", arguments -> context,
                        "getAllProviders",
                                arguments ->
                                        arguments[0] == ThemeProvider.class
                                                ? Set.of(THEMES.create(null))
                                                : Set.of());
        session[0] = Stub.of(KeycloakSession.class, methods);
        return new DefaultThemeManager(new DefaultThemeManagerFactory(), session[0])
                .getTheme("authrealm", Theme.Type.LOGIN);
    }

    private static RealmModel realm(RealmTexts texts) {
        return Stub.of(
                RealmModel.class,
                Map.of(
                        "getName", arguments -> "acme",
                        "isInternationalizationEnabled", arguments -> true,
                        "getDefaultLocale", arguments -> texts.defaultLanguage(),
                        "getRealmLocalizationTextsByLocale",
                                arguments -> texts.in((String) arguments[0])));
    }

    static String stylesheet() {
        try (InputStream in = theme().getResourceAsStream("css/authrealm.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Document document() {
        return document;
    }

    /** A colour of the page. If the dark mode does not define it, the colour of the light mode. */
    String color(Mode mode, String name) {
        for (String selector : new String[] {mode.selector, Mode.LIGHT.selector}) {
            for (String styles :
                    new String[] {document.select("style").first().data(), stylesheet()}) {
                Matcher rule =
                        Pattern.compile(
                                        Pattern.quote(selector)
                                                + " \\{[^}]*?--authrealm-"
                                                + name
                                                + ": (#[0-9A-Fa-f]{6});")
                                .matcher(styles);
                if (rule.find()) {
                    return rule.group(1);
                }
            }
        }
        throw new AssertionError("No colour " + name);
    }
}
