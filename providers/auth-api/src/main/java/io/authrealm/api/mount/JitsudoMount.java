package io.authrealm.api.mount;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Mounts the JITSudo dialect under {@code /realms/{realm}/jitsudo/v1}. */
public final class JitsudoMount implements RealmResourceProviderFactory {

    static final String ID = "jitsudo";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return ApiMount.provider(
                session,
                here -> Dialect.JITSUDO,
                (dialect, call, services) -> new V1Resource(call, services, dialect));
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
