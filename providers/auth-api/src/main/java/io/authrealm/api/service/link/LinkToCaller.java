package io.authrealm.api.service.link;

import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.KeycloakSession;

/**
 * Mails a link to a user who is signed in.
 *
 * @param tenant the user's
 */
public record LinkToCaller(KeycloakSession session, Delivery delivery, Tenant tenant) {

    /**
     * Mails it to the one enabled user with {@code email}.
     *
     * @param page the address of the app's page, to which the token is added; null if there is none
     */
    public MailRequestResult mail(LinkKind kind, String email, String page) {
        return new LinkMailing(session, delivery, tenant, tenant)
                .mail(kind, email, LinkTarget.at(page));
    }
}
