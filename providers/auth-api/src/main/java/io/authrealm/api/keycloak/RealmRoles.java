package io.authrealm.api.keycloak;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AdminRoles;
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

    private static final String OWNER = "owner";

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

    /** The role of those who may do everything in the tenant; nothing if the realm has none. */
    public Optional<RoleModel> owner() {
        return Optional.ofNullable(realm.getRole(OWNER)).filter(this::isOwner);
    }

    /** The same; the realm gets one if it has none. */
    public RoleModel ownerOrNew() {
        RoleModel role = Optional.ofNullable(realm.getRole(OWNER)).orElseGet(this::newOwner);
        adminRole().ifPresent(role::addCompositeRole);
        return role;
    }

    private RoleModel newOwner() {
        RoleModel role = realm.addRole(OWNER);
        role.setDescription("May do everything in this realm");
        return role;
    }

    /** Whether it is that role. An app may have one of this name that means something else. */
    public boolean isOwner(RoleModel role) {
        return OWNER.equals(role.getName())
                && !role.isClientRole()
                && adminRole()
                        .filter(all -> role.getCompositesStream().anyMatch(all::equals))
                        .isPresent();
    }

    private Optional<RoleModel> adminRole() {
        return adminRole(AdminRoles.REALM_ADMIN);
    }

    private Optional<RoleModel> adminRole(String name) {
        return Optional.ofNullable(adminClient()).map(client -> client.getRole(name));
    }

    private ClientModel adminClient() {
        return realm.getClientByClientId(AdminSession.adminClientId(session, realm));
    }

    /** Makes a role that gives nothing yet; null is no description. */
    public RoleModel create(String name, String description) {
        RoleModel role = realm.addRole(name);
        role.setDescription(description);
        return role;
    }

    /** The role of Keycloak that a role has to be composed of to give the permission. */
    public Optional<RoleModel> giving(Permission permission) {
        return adminRole(permission.role());
    }

    /** The roles of Keycloak by which a role gives the permission itself. */
    public List<RoleModel> directlyGiving(RoleModel role, Permission permission) {
        ClientModel adminClient = adminClient();
        return adminClient == null
                ? List.of()
                : role.getCompositesStream()
                        .filter(each -> adminClient.getId().equals(each.getContainerId()))
                        .filter(each -> permission.isGivenBy(each.getName()))
                        .toList();
    }

    private boolean isGiven(RoleModel role) {
        RoleModel byDefault = realm.getDefaultRole();
        return !role.isClientRole()
                && !OF_KEYCLOAK.contains(role.getName())
                && (byDefault == null || (!byDefault.equals(role) && !byDefault.hasRole(role)));
    }

    /** What a role gives, with all that it is composed of. */
    public Set<Permission> permissions(RoleModel role) {
        ClientModel adminClient = adminClient();
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
