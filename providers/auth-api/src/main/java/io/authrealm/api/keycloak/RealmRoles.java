package io.authrealm.api.keycloak;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.RoleUtils;

/**
 * The realm roles that admins make and give. Those that every user has, and those of Keycloak
 * itself, are none of them.
 */
public final class RealmRoles {

    private static final Set<String> OF_KEYCLOAK =
            Set.of(Constants.OFFLINE_ACCESS_ROLE, Constants.AUTHZ_UMA_AUTHORIZATION);

    private final KeycloakSession session;
    private final RealmModel realm;

    public RealmRoles(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** At most that many of them. */
    public Stream<RoleModel> all(int most) {
        return session.roles().getRealmRolesStream(realm, 0, most).filter(this::isGiven);
    }

    /** One of them. */
    public Optional<RoleModel> byId(String id) {
        return Optional.ofNullable(session.roles().getRoleById(realm, id)).filter(this::isGiven);
    }

    private boolean isGiven(RoleModel role) {
        RoleModel byDefault = realm.getDefaultRole();
        return !role.isClientRole()
                && !OF_KEYCLOAK.contains(role.getName())
                && (byDefault == null || (!byDefault.equals(role) && !byDefault.hasRole(role)));
    }

    /** What a role gives, with all that it is composed of. */
    public Set<Permission> permissions(RoleModel role) {
        String adminClientId = AdminSession.adminClientId(session, realm);
        ClientModel adminClient = realm.getClientByClientId(adminClientId);
        if (adminClient == null) {
            return Set.of();
        }
        List<String> given =
                RoleUtils.expandCompositeRoles(Set.of(role)).stream()
                        .filter(each -> adminClient.getId().equals(each.getContainerId()))
                        .map(RoleModel::getName)
                        .toList();
        return Arrays.stream(Permission.values())
                .filter(permission -> given.stream().anyMatch(permission::isGivenBy))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class)));
    }
}
