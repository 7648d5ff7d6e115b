package io.authrealm.api.keycloak;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.jose.jwk.JWK;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCWellKnownProviderFactory;
import org.keycloak.protocol.oidc.utils.JWKSServerUtils;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;
import org.keycloak.wellknown.WellKnownProvider;

/** What Keycloak publishes about a realm and its clients. */
public final class RealmDocuments {

    private RealmDocuments() {}

    /** The public keys of the realm. */
    public static Stream<JWK> keys(KeycloakSession session, RealmModel realm) {
        return Arrays.stream(JWKSServerUtils.getRealmJwks(session, realm).getKeys());
    }

    /** The OpenID Connect configuration of the realm that the session's context names. */
    public static Object openIdConfiguration(KeycloakSession session) {
        return session.getProvider(
                        WellKnownProvider.class, OIDCWellKnownProviderFactory.PROVIDER_ID)
                .getConfig();
    }

    /** The web origins of the client, including those that its redirect URIs stand for. */
    public static Set<String> webOrigins(KeycloakSession session, ClientModel client) {
        return WebOriginsUtils.resolveValidWebOrigins(session, client);
    }
}
