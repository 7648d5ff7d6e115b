package io.authrealm.api.keycloak;

import io.authrealm.hashing.compat.KeycloakMethod;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.TokenUtil;

/**
 * A user in the place of an admin, without a token: the maker of an API key, or somebody whose
 * rights are asked for. Keycloak's evaluator is asked as if the user had sent a token of a client.
 *
 * @param realm whose user it is
 */
public record AssumedAdmin(RealmModel realm, VerifiedBearer bearer) {

    /**
     * Whether Keycloak takes the roles of an admin from the token. Newer versions look up those
     * that they need, within the scope of the client, and pass over the token's.
     */
    private static final boolean TOKENS_HAVE_ROLES = !KeycloakMethod.RESOLVE_ROLES.isThere();

    /**
     * @param id of a token that no client ever gets; not null
     * @param managed the realm that the user would manage
     * @param realm whose user it is: the same, or {@code master}
     * @param client whose scope bounds the rights
     */
    public static AssumedAdmin of(
            KeycloakSession session,
            String id,
            RealmModel managed,
            RealmModel realm,
            UserModel user,
            ClientModel client) {
        AccessToken token = new AccessToken();
        token.id(id);
        token.type(TokenUtil.TOKEN_TYPE_BEARER);
        token.issuer(RealmIssuer.of(session, realm));
        token.subject(user.getId());
        token.issuedFor(client.getClientId());
        // Without this, Keycloak would look for a session that has the roles.
        token.setRealmAccess(new AccessToken.Access());
        VerifiedBearer bearer = new VerifiedBearer(user, null, token, client);
        if (TOKENS_HAVE_ROLES) {
            writeRoles(realm, adminClientId(session, managed, realm), bearer);
        }
        return new AssumedAdmin(realm, bearer);
    }

    private static String adminClientId(
            KeycloakSession session, RealmModel managed, RealmModel realm) {
        return realm.getName().equals(Config.getAdminRealm())
                ? managed.getMasterAdminClient().getClientId()
                : AdminSession.adminClientId(session, realm);
    }

    /**
     * Writes the roles that an admin has now into the token, if Keycloak takes them from there.
     *
     * @param realm whose user the admin is
     * @param adminClientId the client id of the client there that has the roles
     */
    public static void lookUpRoles(RealmModel realm, String adminClientId, VerifiedBearer bearer) {
        if (TOKENS_HAVE_ROLES) {
            writeRoles(realm, adminClientId, bearer);
        }
    }

    private static void writeRoles(RealmModel realm, String adminClientId, VerifiedBearer bearer) {
        AccessToken.Access access = new AccessToken.Access();
        ClientModel adminClient = realm.getClientByClientId(adminClientId);
        if (adminClient != null) {
            adminClient
                    .getRolesStream()
                    .filter(role -> isUsable(role, bearer))
                    .forEach(role -> access.addRole(role.getName()));
        }
        bearer.token().setResourceAccess(Map.of(adminClientId, access));
    }

    private static boolean isUsable(RoleModel role, VerifiedBearer bearer) {
        return bearer.user().hasRole(role) && bearer.client().hasScope(role);
    }

    /**
     * What the user may do in a realm.
     *
     * @param api the API's own client there
     */
    public AdminRights rights(KeycloakSession session, RealmModel managed, ClientModel api) {
        return AdminSession.of(session, managed, realm, bearer, api).rights();
    }
}
