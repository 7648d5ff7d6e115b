package io.authrealm.api.keycloak;

import io.authrealm.hashing.compat.KeycloakMethod;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * The result of Keycloak's own check of a Bearer token, or of a cookie, which holds such a token
 * too.
 *
 * @param session null if the token belongs to none
 */
public record VerifiedBearer(
        UserModel user, UserSessionModel session, AccessToken token, ClientModel client) {

    private static final Function<AuthResult, VerifiedBearer> READER =
            KeycloakMethod.AUTH_RESULT_USER.isThere()
                    ? VerifiedBearer::ofRecord
                    : VerifiedBearer::ofClass;

    /**
     * The user of the token, or nothing if the token is not good now. Its issuer is compared with
     * that of the realm in the session's context.
     */
    public static Optional<VerifiedBearer> of(
            KeycloakSession session, RealmModel realm, String token) {
        return Optional.ofNullable(
                        new AppAuthManager.BearerTokenAuthenticator(session)
                                .setRealm(realm)
                                .setTokenString(token)
                                .authenticate())
                .map(READER);
    }

    /** The same for the cookie by which a browser is signed in. */
    static Optional<VerifiedBearer> ofCookie(KeycloakSession session, RealmModel realm) {
        return Optional.ofNullable(
                        AuthenticationManager.authenticateIdentityCookie(session, realm, true))
                .map(READER);
    }

    private static VerifiedBearer ofRecord(AuthResult result) {
        return new VerifiedBearer(result.user(), result.session(), result.token(), result.client());
    }

    /** Until 26.4. */
    @SuppressWarnings("removal")
    private static VerifiedBearer ofClass(AuthResult result) {
        return new VerifiedBearer(
                result.getUser(), result.getSession(), result.getToken(), result.getClient());
    }
}
