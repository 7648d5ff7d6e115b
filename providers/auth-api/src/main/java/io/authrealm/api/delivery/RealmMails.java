package io.authrealm.api.delivery;

import java.io.IOException;
import org.keycloak.email.freemarker.FreeMarkerEmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.Theme;

/**
 * Renders and sends a mail by the realm's own email theme where that has the template, else by the
 * pack's: a realm need not change its theme for the mails of the API.
 */
final class RealmMails extends FreeMarkerEmailTemplateProvider {

    private static final String OWN_THEME = "authrealm";

    private final String file;

    /**
     * @param file the template's name, which an email theme has below {@code html} and {@code text}
     */
    RealmMails(KeycloakSession session, String file) {
        super(session);
        this.file = file;
    }

    @Override
    protected Theme getTheme() throws IOException {
        Theme ofRealm = session.theme().getTheme(Theme.Type.EMAIL);
        return ofRealm.getTemplate("html/" + file) != null
                ? ofRealm
                : session.theme().getTheme(OWN_THEME, Theme.Type.EMAIL);
    }
}
