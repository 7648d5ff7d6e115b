package io.authrealm.api.service.parent;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.tenant.MinimumResponseTime;
import org.keycloak.models.KeycloakSession;

/** What a page learns of an organization that has nothing but its public key. */
public final class KeyedOrganizations {

    private final KeycloakSession session;
    private final Visit visit;

    public KeyedOrganizations(KeycloakSession session, Door door) {
        this.session = session;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    public ParentOrganizationResult details(String key) {
        return new ParentDoor(session, Toll.NOTHING)
                .open(
                        visit,
                        key,
                        tenant ->
                                new ParentOrganizationResult.Found(
                                        new ParentOrganizations(session).of(tenant), key, null),
                        ParentOrganizationResult.Shut::new);
    }
}
