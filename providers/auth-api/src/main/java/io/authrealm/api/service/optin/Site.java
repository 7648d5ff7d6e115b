package io.authrealm.api.service.optin;

import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.api.tenant.TenantTemplate;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;

/**
 * The realm that is worked on.
 *
 * @param template what a new tenant has
 * @param mapper of the template's client
 * @param settings of the realm; nothing if it has not opted in
 */
record Site(
        KeycloakSession session,
        RealmModel realm,
        RealmRepresentation template,
        ProtocolMapperRepresentation mapper,
        Optional<TenantSettings> settings,
        OptInRequest wanted,
        MadeParts made) {

    /** That of the jar: what an operator's own template lacks would be missing here too. */
    private static final TenantTemplate TEMPLATE = TenantTemplate.load(null);

    /**
     * @throws IllegalArgumentException with a text for the admin if the settings cannot be read
     */
    static Site of(KeycloakSession session, RealmModel realm, OptInRequest wanted) {
        RealmRepresentation template =
                TEMPLATE.realm(realm.getId(), realm.getName(), realm.getName());
        return new Site(
                session,
                realm,
                template,
                template.getClients().get(0).getProtocolMappers().get(0),
                TenantSettings.of(realm),
                wanted,
                new MadeParts(realm));
    }

    ClientRepresentation templateClient() {
        return template.getClients().get(0);
    }

    String clientId() {
        return settings.map(TenantSettings::clientId)
                .orElseGet(() -> templateClient().getClientId());
    }

    Optional<ClientModel> client() {
        return Optional.ofNullable(realm.getClientByClientId(clientId()));
    }
}
