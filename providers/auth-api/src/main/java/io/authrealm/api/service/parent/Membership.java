package io.authrealm.api.service.parent;

import io.authrealm.api.service.admission.Admission;
import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.tenant.ParentSettings;
import io.authrealm.api.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;

/**
 * Who signs in where: a parent without a public key, a child by that of its parent. A member of
 * organizations comes in by the key of a tenant that stands for one of them or allows one.
 *
 * @param isKeyed whether the request names the tenant by a public key
 */
record Membership(KeycloakSession session, Tenant tenant, boolean isKeyed) implements Admission {

    @Override
    public Optional<Denial> denial(UserModel user) {
        boolean isParent = Ownership.of(session, tenant, user).isParent();
        if (!isKeyed) {
            return isParent ? Optional.empty() : Optional.of(Denial.KEY_MISSING);
        }
        List<OrganizationModel> organizations = new Organizations(session, tenant).of(user);
        if (!organizations.isEmpty()) {
            return denialOfMember(organizations);
        }
        return isParent ? Optional.of(Denial.KEY_SENT) : Optional.empty();
    }

    private Optional<Denial> denialOfMember(List<OrganizationModel> organizations) {
        ParentSettings settings = tenant.settings().parents();
        if (settings.organizationId() == null) {
            return Optional.of(Denial.NO_ORGANIZATION);
        }
        List<OrganizationModel> matching =
                organizations.stream()
                        .filter(
                                each ->
                                        each.getId().equals(settings.organizationId())
                                                || settings.allowedOrganizations()
                                                        .contains(each.getAlias()))
                        .toList();
        if (matching.isEmpty()) {
            return Optional.of(Denial.OTHER_ORGANIZATION);
        }
        return matching.stream().anyMatch(OrganizationModel::isEnabled)
                ? Optional.empty()
                : Optional.of(Denial.ORGANIZATION_CLOSED);
    }

    /** Parents pay for their children, and not for themselves. */
    @Override
    public Optional<Denial> toll(KeycloakSession job) {
        return isKeyed ? new Toll(tenant, Toll.SIGN_IN).take(job) : Optional.empty();
    }

    @Override
    public void giveBack(KeycloakSession job) {
        if (isKeyed) {
            new Toll(tenant, Toll.SIGN_IN).giveBack(job);
        }
    }
}
