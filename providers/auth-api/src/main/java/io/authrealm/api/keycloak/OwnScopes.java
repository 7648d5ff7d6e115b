package io.authrealm.api.keycloak;

import java.util.Optional;
import org.keycloak.common.Profile;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolFactory;

/** The client scopes that Keycloak gives to new realms, and that older realms lack. */
public final class OwnScopes {

    private final RealmModel realm;
    private final OIDCLoginProtocolFactory protocol;

    public OwnScopes(KeycloakSession session, RealmModel realm) {
        this.realm = realm;
        this.protocol =
                (OIDCLoginProtocolFactory)
                        session.getKeycloakSessionFactory()
                                .getProviderFactory(
                                        LoginProtocol.class, OIDCLoginProtocol.LOGIN_PROTOCOL);
    }

    /** Whether the server's features let a realm have the scope. */
    public boolean canHave(String name) {
        return !OIDCLoginProtocolFactory.ACR_SCOPE.equals(name)
                || Profile.isFeatureEnabled(Profile.Feature.STEP_UP_AUTHENTICATION);
    }

    /** The id of the scope; nothing if the realm has none of this name. */
    public Optional<String> idOf(String name) {
        return Optional.ofNullable(KeycloakModelUtils.getClientScopeByName(realm, name))
                .map(ClientScopeModel::getId);
    }

    /** Makes the scope, and returns its id. Clients that are made later do not get it unasked. */
    public String create(String name) {
        ClientScopeModel scope =
                switch (name) {
                    case OIDCLoginProtocolFactory.ACR_SCOPE -> protocol.addAcrClientScope(realm);
                    case OIDCLoginProtocolFactory.BASIC_SCOPE ->
                            protocol.addBasicClientScope(realm);
                    default ->
                            throw new IllegalArgumentException(
                                    "Keycloak has no client scope " + name);
                };
        realm.removeDefaultClientScope(scope);
        return scope.getId();
    }
}
