package io.authrealm.api.service.parent;

import io.authrealm.api.service.admission.Admission;
import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Whether the public key of a request is that of the user's tenant. A parent needs none.
 *
 * @param tenant the user's
 * @param named what the key names; nothing if the request has no key
 */
record KeyRule(KeycloakSession session, Tenant tenant, Optional<Tenant> named)
        implements Admission {

    @Override
    public Optional<Denial> denial(UserModel user) {
        boolean isParent = Ownership.of(session, tenant, user).isParent();
        if (named.isEmpty()) {
            return isParent ? Optional.empty() : Optional.of(Denial.KEY_MISSING);
        }
        if (!named.get().realm().equals(tenant.realm())) {
            return Optional.of(Denial.OTHER_PARENT);
        }
        return isParent ? Optional.of(Denial.KEY_SENT) : Optional.empty();
    }

    @Override
    public Optional<Denial> toll(KeycloakSession job) {
        return Optional.empty();
    }

    @Override
    public void giveBack(KeycloakSession job) {}
}
