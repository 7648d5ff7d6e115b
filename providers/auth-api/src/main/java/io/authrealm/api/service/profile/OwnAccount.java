package io.authrealm.api.service.profile;

import io.authrealm.api.caller.Caller;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.organization.OrganizationProvider;

/**
 * What users see of their own account, with what they are in the tenant.
 *
 * @param username what Keycloak calls the user
 * @param firstName may be null
 * @param lastName may be null
 * @param avatarUrl may be null
 * @param roles the realm roles of the user, also those by groups and other roles
 * @param organizations those that the user belongs to; none if the realm has no organizations
 */
public record OwnAccount(
        String id,
        String username,
        String email,
        boolean isEmailVerified,
        String firstName,
        String lastName,
        String avatarUrl,
        List<Role> roles,
        List<Organization> organizations) {

    /** A realm role; {@code description} may be null. */
    public record Role(String id, String name, String description) {}

    /** An organization of Keycloak's; {@code description} and {@code website} may be null. */
    public record Organization(
            String id, String name, String description, String alias, String website) {}

    /** The account of the caller. Holders have a wallet, and nothing to see of the tenant. */
    public static OwnAccountResult of(KeycloakSession session, Caller caller) {
        Set<RoleModel> roles = RoleUtils.getDeepUserRoleMappings(caller.user());
        String holder = caller.tenant().settings().holderRole();
        return realmRoles(roles).anyMatch(role -> role.getName().equals(holder))
                ? new OwnAccountResult.OfHolder()
                : new OwnAccountResult.Found(of(session, caller, roles));
    }

    private static OwnAccount of(KeycloakSession session, Caller caller, Set<RoleModel> roles) {
        UserModel user = caller.user();
        return new OwnAccount(
                user.getId(),
                user.getUsername(),
                user.getEmail(),
                user.isEmailVerified(),
                user.getFirstName(),
                user.getLastName(),
                user.getFirstAttribute(Profiles.AVATAR_URL),
                realmRoles(roles)
                        .map(r -> new Role(r.getId(), r.getName(), r.getDescription()))
                        .sorted(Comparator.comparing(Role::name))
                        .toList(),
                organizations(session, caller));
    }

    private static Stream<RoleModel> realmRoles(Set<RoleModel> roles) {
        return roles.stream().filter(role -> !role.isClientRole());
    }

    private static List<Organization> organizations(KeycloakSession session, Caller caller) {
        OrganizationProvider provider = session.getProvider(OrganizationProvider.class);
        if (provider == null || !caller.tenant().realm().isOrganizationsEnabled()) {
            return List.of();
        }
        return provider.getByMember(caller.user())
                .filter(OrganizationModel::isEnabled)
                .map(
                        o ->
                                new Organization(
                                        o.getId(),
                                        o.getName(),
                                        o.getDescription(),
                                        o.getAlias(),
                                        o.getRedirectUrl()))
                .sorted(Comparator.comparing(Organization::name))
                .toList();
    }
}
