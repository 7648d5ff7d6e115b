package io.authrealm.api.service.invites;

import io.authrealm.api.store.Invites;
import io.authrealm.api.tenant.Tenant;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** The invites of a tenant, for an admin who may see every user. */
public final class ListedInvites {

    private static final int MOST = 200;

    private final KeycloakSession session;
    private final Tenant tenant;

    public ListedInvites(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /** The newest {@value #MOST}, whatever has become of them. */
    public List<Invite> newestFirst() {
        return new Invites(session, tenant.realm())
                .newestFirst(MOST).stream().map(Invite::of).toList();
    }
}
