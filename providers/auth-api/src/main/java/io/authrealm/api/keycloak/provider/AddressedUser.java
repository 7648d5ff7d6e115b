package io.authrealm.api.keycloak.provider;

import io.authrealm.api.tenant.AddressScope;
import jakarta.persistence.EntityManager;
import java.util.Objects;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.jpa.UserAdapter;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A user whose new address no other tenant may have. Keycloak sets an address by this one method,
 * also if it is called an attribute.
 */
final class AddressedUser extends UserAdapter {

    private final KeycloakSession session;

    AddressedUser(
            KeycloakSession session, RealmModel realm, EntityManager entities, UserEntity stored) {
        super(session, realm, entities, stored);
        this.session = session;
    }

    /**
     * @throws org.keycloak.models.ModelDuplicateException if another tenant has the address, as if
     *     another user of the realm had it
     */
    @Override
    public void setEmail(String email) {
        String before = getEmail();
        String now =
                email == null || email.isBlank() ? null : KeycloakModelUtils.toLowerCaseSafe(email);
        boolean isChanged = !Objects.equals(before, now);
        if (isChanged && now != null) {
            AddressScope.take(session, realm, now);
        }
        super.setEmail(email);
        if (isChanged && before != null) {
            AddressScope.lost(session, realm, before, getId());
        }
    }
}
