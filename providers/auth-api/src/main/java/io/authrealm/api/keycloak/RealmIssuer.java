package io.authrealm.api.keycloak;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;

/** The issuer in the tokens of a realm. */
public final class RealmIssuer {

    private RealmIssuer() {}

    /** The issuer as the current request reaches the server. */
    public static String of(KeycloakSession session, RealmModel realm) {
        return Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName());
    }
}
