package io.authrealm.api.service.factor;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.delivery.Mail;
import io.authrealm.api.delivery.Mail.Template;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** Tells of each change of a user's factors, in Keycloak's events and by mail to the user. */
public final class FactorNotice {

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Tenant tenant;

    public FactorNotice(KeycloakSession session, Delivery delivery, Tenant tenant) {
        this.session = session;
        this.delivery = delivery;
        this.tenant = tenant;
    }

    /**
     * @param own the session that added the factor; null before there is one
     */
    public void added(UserModel user, UserSessionModel own, SecondFactor factor) {
        added(user, own, List.of(factor));
    }

    /** The same for factors that were added together. */
    public void added(UserModel user, UserSessionModel own, List<SecondFactor> factors) {
        factors.forEach(factor -> event(EventType.UPDATE_CREDENTIAL, user, own, factor).success());
        mail(user, Template.FACTOR_ADDED, factors, address());
    }

    /**
     * @param own the session that removed the factor; null before there is one
     */
    public void removed(UserModel user, UserSessionModel own, SecondFactor factor) {
        removed(user, own, List.of(factor));
    }

    /** The same for factors that were removed together. */
    public void removed(UserModel user, UserSessionModel own, List<SecondFactor> factors) {
        factors.forEach(factor -> event(EventType.REMOVE_CREDENTIAL, user, own, factor).success());
        mail(user, Template.FACTOR_REMOVED, factors, address());
    }

    /**
     * The same for factors that an admin removed. The event is the admin's, and the address from
     * which the admin did it is nothing for the user.
     */
    public void removedByAdmin(UserModel user, List<SecondFactor> factors) {
        mail(user, Template.FACTOR_REMOVED, factors, "");
    }

    /** The address of the client. */
    private String address() {
        return session.getContext().getConnection().getRemoteHost();
    }

    private EventBuilder event(
            EventType type, UserModel user, UserSessionModel own, SecondFactor factor) {
        EventBuilder event =
                ApiEvents.open(session, tenant, type)
                        .user(user)
                        .detail(Details.CREDENTIAL_TYPE, factor.type());
        return own == null ? event : event.session(own);
    }

    /** The change counts even if the outbox is full or the realm has no mail server. */
    private void mail(
            UserModel user, Template template, List<SecondFactor> factors, String address) {
        if (user.getEmail() == null || tenant.realm().getSmtpConfig().isEmpty()) {
            return;
        }
        Mail mail =
                new Mail(
                        tenant.realm().getId(),
                        user.getId(),
                        user.getEmail(),
                        template,
                        Map.of(
                                "types", factors.stream().map(SecondFactor::type).toList(),
                                "date", Date.from(ServerTime.now()),
                                "ipAddress", address == null ? "" : address),
                        Instant.MAX);
        delivery.outbox().notifyAfterCommit(session, mail);
    }
}
