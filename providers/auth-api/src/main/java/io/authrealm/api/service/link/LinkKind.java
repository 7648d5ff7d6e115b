package io.authrealm.api.service.link;

import io.authrealm.api.delivery.Mail.Template;
import io.authrealm.api.store.Links.Purpose;
import io.authrealm.api.tenant.Tenant;
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
    MAGIC_LINK(
            Purpose.MAGIC_LINK, Template.MAGIC_LINK, "/magic?token=", EventType.SEND_VERIFY_EMAIL);

    final Purpose purpose;
    final Template template;

    /** Of the app's page, behind the tenant's {@code app_url}. */
    final String path;

    final EventType event;

    LinkKind(Purpose purpose, Template template, String path, EventType event) {
        this.purpose = purpose;
        this.template = template;
        this.path = path;
        this.event = event;
    }

    /** Whether the tenant tells its clients that it has such links. */
    boolean isOfferedBy(Tenant tenant) {
        return switch (this) {
            case PASSWORD_RESET -> true;
            case MAGIC_LINK -> tenant.settings().magicLinks();
        };
    }

    /** Whether the realm allows such a link, and the user's way to sign in does. */
    boolean isAllowed(KeycloakSession job, RealmModel realm, UserModel user) {
        return switch (this) {
            case PASSWORD_RESET -> realm.isResetPasswordAllowed();
            case MAGIC_LINK -> MagicLinks.isOpenTo(job, realm, user);
        };
    }
}
