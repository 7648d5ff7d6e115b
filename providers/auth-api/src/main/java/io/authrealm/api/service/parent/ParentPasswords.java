package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.recovery.PasswordReset;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** Sets a forgotten password by a mailed link. A child's client also sends the public key. */
public final class ParentPasswords {

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Visit visit;

    public ParentPasswords(KeycloakSession session, Delivery delivery, Door door) {
        this.session = session;
        this.delivery = delivery;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /**
     * Sets the password of the user whom the link was mailed to, and ends all sessions of the user.
     *
     * @param key the public key of the tenant; null for a parent
     */
    public ParentPasswordResult update(String token, String password, String key) {
        if (key == null) {
            return update(token, password, Optional.<Tenant>empty());
        }
        return new ParentDoor(session, Toll.NOTHING)
                .open(
                        visit,
                        key,
                        tenant -> update(token, password, Optional.of(tenant)),
                        ParentPasswordResult.Shut::new);
    }

    private ParentPasswordResult update(String token, String password, Optional<Tenant> named) {
        return new ParentPasswordResult.Ended(
                new PasswordReset(session, delivery, visit)
                        .reset(token, password, tenant -> new KeyRule(session, tenant, named)));
    }
}
