package io.authrealm.api.service.factor;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.tenant.Tenant;
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
        event(EventType.UPDATE_CREDENTIAL, user, own, factor).success();
    }

    /**
     * @param own the session that removed the factor; null before there is one
     */
    public void removed(UserModel user, UserSessionModel own, SecondFactor factor) {
        event(EventType.REMOVE_CREDENTIAL, user, own, factor).success();
    }

    private EventBuilder event(
            EventType type, UserModel user, UserSessionModel own, SecondFactor factor) {
        EventBuilder event =
                ApiEvents.open(session, tenant, type)
                        .user(user)
                        .detail(Details.CREDENTIAL_TYPE, factor.type());
        return own == null ? event : event.session(own);
    }
}
