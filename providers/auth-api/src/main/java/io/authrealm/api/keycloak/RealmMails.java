package io.authrealm.api.keycloak;

import io.authrealm.core.text.DomainName;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.email.EmailException;
import org.keycloak.email.freemarker.FreeMarkerEmailTemplateProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.light.LightweightUserAdapter;
import org.keycloak.theme.Theme;

/**
 * Renders and sends a mail by the realm's own email theme if that has the template, else by the
 * pack's. So a realm need not change its theme for the mails of the API.
 */
public final class RealmMails extends FreeMarkerEmailTemplateProvider {

    private static final String OWN_THEME = "authrealm";

    private final String file;

    /**
     * @param file the template's name below {@code html} and {@code text} of an email theme
     */
    public RealmMails(KeycloakSession session, String file) {
        super(session);
        this.file = file;
    }

    /** The pack's email theme. */
    public static Theme ownTheme(KeycloakSession session) throws IOException {
        return session.theme().getTheme(OWN_THEME, Theme.Type.EMAIL);
    }

    /** The realm's display name. A line break in a subject would begin another header. */
    public static String nameOf(RealmModel realm) {
        String name = realm.getDisplayName();
        return (name == null || name.isBlank() ? realm.getName() : name)
                .replaceAll("\\p{Cntrl}+", " ");
    }

    /**
     * @param user the recipient, in whose language the mail is
     * @param subjectKey the key of a text whose only argument is the realm's name
     */
    public void send(
            RealmModel realm,
            UserModel user,
            String subjectKey,
            Map<String, Object> attributes,
            String address)
            throws EmailException {
        setRealm(realm);
        setUser(user);
        // Called from within, because Keycloak 26.5 makes it protected.
        send(subjectKey, List.of(nameOf(realm)), file, attributes, reachable(address));
    }

    /**
     * Sends Keycloak's own mail with a link that proves an address, to somebody who is no user yet.
     * Call it in the context of the realm.
     */
    public static void sendVerification(
            KeycloakSession job, RealmModel realm, String address, String link, Duration lifetime)
            throws EmailException {
        RealmMails mails = new RealmMails(job, "email-verification.ftl");
        mails.setRealm(realm);
        mails.setUser(nobodyAt(job, realm, address));
        mails.setAttribute(Constants.IGNORE_ACCEPT_LANGUAGE_HEADER, "true");
        mails.sendVerifyEmail(link, Math.max(1, lifetime.toMinutes()));
    }

    /**
     * Sends the mail with a link by which somebody joins the realm. Its reader may have an account
     * there already. Call it in the context of the realm.
     */
    public static void sendInvite(
            KeycloakSession job, RealmModel realm, String address, String link, Duration lifetime)
            throws EmailException {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("link", link);
        attributes.put("expirationMinutes", Math.max(1, lifetime.toMinutes()));
        attributes.put(Constants.IGNORE_ACCEPT_LANGUAGE_HEADER, "true");
        new RealmMails(job, "tenant-invite.ftl")
                .send(
                        realm,
                        readerAt(job, realm, address),
                        "authrealmTenantInviteSubject",
                        attributes,
                        address);
    }

    private static UserModel readerAt(KeycloakSession job, RealmModel realm, String address) {
        try {
            UserModel user = job.users().getUserByEmail(realm, address);
            return user == null ? nobodyAt(job, realm, address) : user;
        } catch (ModelDuplicateException e) {
            return nobodyAt(job, realm, address);
        }
    }

    private static UserModel nobodyAt(KeycloakSession job, RealmModel realm, String address) {
        LightweightUserAdapter nobody = new LightweightUserAdapter(job, realm, "nobody");
        nobody.setUsername(address);
        nobody.setEmail(reachable(address));
        return nobody;
    }

    /**
     * Keycloak maps domains by rules of 2003, by which some are another domain. It leaves those of
     * the DNS as they are.
     */
    private static String reachable(String address) {
        int at = address.lastIndexOf('@') + 1;
        return address.substring(0, at) + DomainName.normalized(address.substring(at));
    }

    @Override
    protected Theme getTheme() throws IOException {
        Theme ofRealm = session.theme().getTheme(Theme.Type.EMAIL);
        return ofRealm.getTemplate("html/" + file) != null ? ofRealm : ownTheme(session);
    }
}
