package io.authrealm.api.service.users;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.AdminRights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.RoleUtils;

/**
 * Looks up the roles and groups that a file or a request names, if the caller may give them. None
 * is created: an import would create one for each misspelling.
 */
public final class GrantNames {

    /** Files name few roles and groups; one with more names is only slower. */
    private static final int MAX_REMEMBERED = 10_000;

    private final KeycloakSession session;
    private final AdminRights rights;
    private final RealmModel realm;
    private final Map<String, Optional<String>> roles = new HashMap<>();
    private final Map<String, Optional<String>> groups = new HashMap<>();

    public GrantNames(KeycloakSession session, AdminCaller caller) {
        this(session, caller.tenant().realm(), caller.rights());
    }

    /** For what somebody may give who need not have sent the request. */
    public GrantNames(KeycloakSession session, RealmModel realm, AdminRights rights) {
        this.session = session;
        this.realm = realm;
        this.rights = rights;
    }

    /** The ids of realm roles; nothing if one does not exist or the caller may not give it. */
    public Optional<List<String>> roles(List<String> names) {
        return ids(names, roles, this::role);
    }

    /**
     * Like {@link #roles}, for groups. A group is named by its path, or by its name at the top
     * level.
     */
    public Optional<List<String>> groups(List<String> names) {
        return ids(names, groups, this::group);
    }

    private static Optional<List<String>> ids(
            List<String> names,
            Map<String, Optional<String>> known,
            Function<String, Optional<String>> look) {
        if (known.size() > MAX_REMEMBERED) {
            known.clear();
        }
        List<String> ids =
                names.stream()
                        .map(name -> known.computeIfAbsent(name, look))
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
        boolean all = names.stream().allMatch(name -> known.get(name).isPresent());
        return all ? Optional.of(ids) : Optional.empty();
    }

    private Optional<String> role(String name) {
        return Optional.ofNullable(realm.getRole(name))
                .filter(role -> canGive(Stream.of(role)))
                .map(RoleModel::getId);
    }

    /** Whether the caller may give the role, or take it away. */
    public boolean canGive(RoleModel role) {
        return canGive(Stream.of(role));
    }

    /** Needed because Keycloak looks neither into composite roles nor at the roles of groups. */
    private boolean canGive(Stream<RoleModel> roles) {
        return RoleUtils.expandCompositeRoles(roles.collect(Collectors.toSet())).stream()
                .allMatch(rights::canMapRole);
    }

    private Optional<String> group(String name) {
        GroupModel group =
                name.startsWith("/")
                        ? KeycloakModelUtils.findGroupByPath(session, realm, name)
                        : session.groups().getGroupByName(realm, null, name);
        return Optional.ofNullable(group)
                .filter(rights::canManageMembership)
                .filter(found -> canGive(rolesOf(found)))
                .map(GroupModel::getId);
    }

    private static Stream<RoleModel> rolesOf(GroupModel group) {
        return Stream.iterate(group, Objects::nonNull, GroupModel::getParent)
                .flatMap(GroupModel::getRoleMappingsStream);
    }
}
