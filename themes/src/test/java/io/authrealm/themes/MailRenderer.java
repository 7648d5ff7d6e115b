package io.authrealm.themes;

import jakarta.enterprise.context.ContextNotActiveException;
import java.io.IOException;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.email.freemarker.FreeMarkerEmailTemplateProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.theme.DefaultThemeManager;
import org.keycloak.theme.DefaultThemeManagerFactory;
import org.keycloak.theme.JarThemeProviderFactory;
import org.keycloak.theme.KeycloakSanitizerMethod;
import org.keycloak.theme.Theme;
import org.keycloak.theme.ThemeProvider;
import org.keycloak.theme.ThemeSelectorProvider;
import org.keycloak.theme.freemarker.DefaultFreeMarkerProvider;
import org.keycloak.theme.freemarker.FreeMarkerProvider;

/** Renders mails with the server's own classes, up to the mail sender. */
final class MailRenderer {

    /** Sends one mail. */
    interface Sending {
        void send(EmailTemplateProvider provider) throws EmailException;
    }

    private static final JarThemeProviderFactory THEMES = new JarThemeProviderFactory();

    /** Keeps parsed templates, as the server does. */
    private static final FreeMarkerProvider TEMPLATES =
            new DefaultFreeMarkerProvider(new ConcurrentHashMap<>(), new KeycloakSanitizerMethod());

    static {
        THEMES.init(null);
    }

    private final String realmName;
    private final RealmTexts texts;

    /**
     * @param realmName the display name of the realm
     * @param texts what an administrator wrote into the realm
     */
    MailRenderer(String realmName, RealmTexts texts) {
        this.realmName = realmName;
        this.texts = texts;
    }

    RenderedMail render(Locale locale, Sending sending) {
        Map<String, RenderedMail> sent = new HashMap<>();
        EmailTemplateProvider provider =
                new FreeMarkerEmailTemplateProvider(session(locale, sent))
                        .setRealm(realm())
                        .setUser(user());
        try {
            sending.send(provider);
        } catch (EmailException e) {
            throw new AssertionError(e);
        }
        return sent.get("mail");
    }

    /** A text of the email theme that is not a mail, with its placeholders filled. */
    String text(Locale locale, String key, Object... values) {
        try {
            String text =
                    session(locale, new HashMap<>())
                            .theme()
                            .getTheme(Theme.Type.EMAIL)
                            .getEnhancedMessages(realm(), locale)
                            .getProperty(key, key);
            return new MessageFormat(text, locale).format(values);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private KeycloakSession session(Locale locale, Map<String, RenderedMail> sent) {
        KeycloakContext context =
                Stub.of(
                        KeycloakContext.class,
                        Map.of(
                                "getRealm", arguments -> realm(),
                                "resolveLocale", arguments -> locale,
                                "getUri",
                                        arguments -> {
                                            throw new ContextNotActiveException();
                                        }));
        EmailSenderProvider sender =
                Stub.of(
                        EmailSenderProvider.class,
                        Map.of(
                                "send",
                                arguments ->
                                        sent.put(
                                                "mail",
                                                new RenderedMail(
                                                        (String) arguments[2],
                                                        (String) arguments[3],
                                                        (String) arguments[4]))));
        ThemeSelectorProvider selector =
                Stub.of(
                        ThemeSelectorProvider.class,
                        Map.of("getThemeName", arguments -> "authrealm"));
        Map<Class<?>, Object> providers =
                Map.of(
                        FreeMarkerProvider.class,
                        TEMPLATES,
                        EmailSenderProvider.class,
                        sender,
                        ThemeSelectorProvider.class,
                        selector);
        KeycloakSession[] session = new KeycloakSession[1];
        session[0] =
                Stub.of(
                        KeycloakSession.class,
                        Map.of(
                                "getContext", arguments -> context,
                                "getProvider", arguments -> providers.get((Class<?>) arguments[0]),
                                "getAllProviders",
                                        arguments ->
                                                arguments[0] == ThemeProvider.class
                                                        ? Set.of(THEMES.create(null))
                                                        : Set.of(),
                                "theme",
                                        arguments ->
                                                new DefaultThemeManager(
                                                        new DefaultThemeManagerFactory(),
                                                        session[0])));
        return session[0];
    }

    private RealmModel realm() {
        return Stub.of(
                RealmModel.class,
                Map.of(
                        "getName", arguments -> "acme",
                        "getDisplayName", arguments -> realmName,
                        "getSmtpConfig", arguments -> Map.of(),
                        "isInternationalizationEnabled", arguments -> true,
                        "getDefaultLocale", arguments -> texts.defaultLanguage(),
                        "getRealmLocalizationTextsByLocale",
                                arguments -> texts.in((String) arguments[0])));
    }

    private static UserModel user() {
        return Stub.of(
                UserModel.class,
                Map.of(
                        "getAttributes", arguments -> null,
                        "getUsername", arguments -> "ada",
                        "getFirstName", arguments -> "Ada",
                        "getLastName", arguments -> "Lovelace",
                        "getEmail", arguments -> "ada@example.com"));
    }

    /** The languages of the theme's texts. */
    static List<Locale> languages() {
        return List.of("en", "de", "fr", "es", "pt", "pt-BR", "ja", "hi").stream()
                .map(Locale::forLanguageTag)
                .toList();
    }
}
