package io.authrealm.api.service.link;

import io.authrealm.api.delivery.Mail;
import io.authrealm.api.delivery.Mail.Template;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.signin.PasswordUse;
import io.authrealm.api.store.Links;
import io.authrealm.api.store.Links.Purpose;
import io.authrealm.api.tenant.Tenant;
import java.time.Duration;
import java.util.Map;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The kinds of mailed links. */
public enum LinkKind {
    PASSWORD_RESET(
            Purpose.PASSWORD_RESET,
            Template.PASSWORD_RESET,
            "/forgot-password?token=",
            EventType.SEND_RESET_PASSWORD),

    /** Also resets a password, for an app whose users prove their address first. */
    PASSWORD_UPDATE(
            Purpose.PASSWORD_RESET,
            Template.PASSWORD_RESET,
            "/update-password?token=",
            EventType.SEND_RESET_PASSWORD),
    MAGIC_LINK(
            Purpose.MAGIC_LINK, Template.MAGIC_LINK, "/magic?token=", EventType.SEND_VERIFY_EMAIL),

    /** Proves an address. */
    ADDRESS_CHECK(
            Purpose.ADDRESS_CHECK,
            Template.VERIFY_EMAIL_LINK,
            LinkKind.VERIFICATION_PAGE,
            EventType.SEND_VERIFY_EMAIL),

    /** Proves the address of a user whom an admin has created, and has given the password. */
    INVITATION(
            Purpose.INVITATION,
            Template.VERIFY_EMAIL_LINK,
            LinkKind.VERIFICATION_PAGE,
            EventType.SEND_VERIFY_EMAIL),

    /** Proves the address of a user who has asked for it at sign-up or since. */
    VERIFY_EMAIL(
            Purpose.VERIFY_EMAIL,
            Template.VERIFY_EMAIL_LINK,
            LinkKind.VERIFICATION_PAGE,
            EventType.SEND_VERIFY_EMAIL);

    private static final String VERIFICATION_PAGE = "/verify-email?token=";

    /** People read such a mail later than one that they have just asked for. */
    private static final Duration VERIFICATION_LIFETIME = Duration.ofHours(24);

    final Purpose purpose;
    final Template template;

    /** Of the tenant's own app. */
    final LinkPage page;

    final EventType event;

    LinkKind(Purpose purpose, Template template, String path, EventType event) {
        this.purpose = purpose;
        this.template = template;
        this.page = LinkPage.ofApp(path);
        this.event = event;
    }

    /** The page of an app to which the token is added; null if the tenant has no app. */
    public String page(Tenant tenant) {
        String app = tenant.settings().appUrl();
        return app == null ? null : app + page.path().of(app, "", "");
    }

    /** Whether the tenant tells its clients that it has such links. */
    boolean isOfferedBy(Tenant tenant) {
        return switch (this) {
            case PASSWORD_RESET, PASSWORD_UPDATE, ADDRESS_CHECK, INVITATION, VERIFY_EMAIL -> true;
            case MAGIC_LINK -> tenant.settings().magicLinks();
        };
    }

    /** Whether the realm allows such a link, and the user's way to sign in does. */
    boolean isAllowed(KeycloakSession job, RealmModel realm, UserModel user) {
        return switch (this) {
            case PASSWORD_RESET -> realm.isResetPasswordAllowed() && PasswordUse.isAllowed(realm);
            case PASSWORD_UPDATE ->
                    realm.isResetPasswordAllowed()
                            && PasswordUse.isAllowed(realm)
                            && (user.isEmailVerified() || !realm.isVerifyEmail());
            case MAGIC_LINK -> MagicLinks.isOpenTo(job, realm, user);
            case ADDRESS_CHECK, INVITATION, VERIFY_EMAIL -> !user.isEmailVerified();
        };
    }

    /** How long such a link can be used. */
    Duration lifetime(Tenant tenant) {
        return switch (this) {
            case PASSWORD_RESET, MAGIC_LINK -> tenant.settings().linkLifetime();
            case PASSWORD_UPDATE -> tenant.settings().parents().resetLifetime();
            case ADDRESS_CHECK, INVITATION -> VERIFICATION_LIFETIME;
            case VERIFY_EMAIL -> tenant.settings().parents().verificationLifetime();
        };
    }

    /**
     * A mail with a new link for the user. It counts once the transaction is committed.
     *
     * @param job the session that issues the link
     * @param target has an address
     */
    Mail newMail(KeycloakSession job, Tenant tenant, UserModel user, LinkTarget target) {
        Duration lifetime = lifetime(tenant);
        String token = new Links(job, tenant.realm()).issue(user, purpose, lifetime);
        return new Mail(
                tenant.realm().getId(),
                user.getId(),
                user.getEmail(),
                template,
                Map.of(
                        "link",
                        target.link(token, user.getEmail()),
                        "expirationMinutes",
                        Math.max(1, lifetime.toMinutes())),
                ServerTime.now().plus(lifetime));
    }
}
