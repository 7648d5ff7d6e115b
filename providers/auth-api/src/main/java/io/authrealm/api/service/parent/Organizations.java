package io.authrealm.api.service.parent;

import io.authrealm.api.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;

/** The Keycloak Organizations of a tenant's realm. */
final class Organizations {

    private final KeycloakSession session;
    private final Tenant tenant;

    Organizations(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /**
     * Reads or changes the one that the tenant stands for; nothing if it stands for none.
     *
     * @param <T> what is read
     */
    <T> Optional<T> own(Function<OrganizationModel, T> use) {
        String id = tenant.settings().parents().organizationId();
        return id == null
                ? Optional.empty()
                : inRealm(provider -> Optional.ofNullable(provider.getById(id)).map(use));
    }

    /** Whether another one than the tenant's own has the name. */
    boolean isOfAnother(String name) {
        String ownId = tenant.settings().parents().organizationId();
        return inRealm(
                        provider ->
                                provider.getAllStream(name, true, null, null)
                                        .filter(each -> each.getName().equals(name))
                                        .filter(each -> !each.getId().equals(ownId))
                                        .findFirst())
                .isPresent();
    }

    /** Those that the user is a member of. */
    List<OrganizationModel> of(UserModel user) {
        return inRealm(provider -> Optional.of(provider.getByMember(user).toList()))
                .orElseGet(List::of);
    }

    /** Keycloak works for the realm of the context, which need not be that of the tenant. */
    private <T> Optional<T> inRealm(Function<OrganizationProvider, Optional<T>> question) {
        if (!tenant.realm().isOrganizationsEnabled()) {
            return Optional.empty();
        }
        RealmModel before = session.getContext().getRealm();
        session.getContext().setRealm(tenant.realm());
        try {
            return Optional.ofNullable(session.getProvider(OrganizationProvider.class))
                    .flatMap(question);
        } finally {
            session.getContext().setRealm(before);
        }
    }
}
