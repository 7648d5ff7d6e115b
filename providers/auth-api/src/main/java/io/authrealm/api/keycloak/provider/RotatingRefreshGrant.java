package io.authrealm.api.keycloak.provider;

import io.authrealm.api.keycloak.SigningKeys;
import io.authrealm.api.service.session.RefreshRotation;
import io.authrealm.api.tenant.Tenant;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantType;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.representations.RefreshToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.util.TokenUtil;

/**
 * The refresh grant of Keycloak's token endpoint. The API's tokens follow the same rules here as at
 * the API, because a token that was used at one of the two is used at the other. A session in which
 * a demanded second factor was not proved is not refreshed. Everything else is Keycloak's own
 * grant.
 */
final class RotatingRefreshGrant extends RefreshTokenGrantType {

    @Override
    public Response process(Context context) {
        KeycloakSession session = context.getSession();
        UnprovedSessions.end(context, OAuth2Constants.REFRESH_TOKEN, RefreshToken.class);
        RefreshToken token = tokenOfApi(context).orElse(null);
        UserSessionModel userSession =
                token == null
                        ? null
                        : session.sessions()
                                .getUserSession(context.getRealm(), token.getSessionId());
        // Keycloak's grant refuses the token of a session that is gone, and writes the event.
        if (userSession == null || RefreshRotation.isGone(session, userSession)) {
            return super.process(context);
        }
        AuthenticatedClientSessionModel clientSession =
                userSession.getAuthenticatedClientSessionByClient(context.getClient().getId());
        if (clientSession == null) {
            return super.process(context);
        }
        RefreshRotation rotation = new RefreshRotation(session, context.getRealm(), token);
        if (rotation.isReplay(session)) {
            rotation.endReplayed(session, userSession);
            return super.process(context);
        }
        rotation.overruleServer(session, clientSession);
        boolean endsIfDetached =
                context.getRealm().isRevokeRefreshToken()
                        && AuthenticationManager.isClientSessionValid(
                                context.getRealm(),
                                context.getClient(),
                                userSession,
                                clientSession);
        Response response;
        try {
            response = super.process(context);
        } catch (CorsErrorResponseException e) {
            if (endsIfDetached) {
                endIfDetached(context, rotation, token);
            }
            throw e;
        }
        if (response.getEntity() instanceof AccessTokenResponse issued
                && issued.getRefreshToken() != null) {
            claimAfterCommit(session, rotation, RefreshRotation.issuedIn(issued));
        }
        return response;
    }

    /**
     * Keycloak's own check counts uses that are still under way. If it refuses one of them, it
     * detaches the client from the session and leaves the session itself. It does the same to a
     * client session that is too old, which is no replay.
     */
    private static void endIfDetached(
            Context context, RefreshRotation rotation, RefreshToken token) {
        KeycloakSession session = context.getSession();
        UserSessionModel left =
                session.sessions().getUserSession(context.getRealm(), token.getSessionId());
        if (left != null
                && left.getAuthenticatedClientSessionByClient(context.getClient().getId())
                        == null) {
            rotation.endReplayed(session, left);
        }
    }

    private static Optional<RefreshToken> tokenOfApi(Context context) {
        String encoded = context.getFormParams().getFirst(OAuth2Constants.REFRESH_TOKEN);
        boolean isApi =
                encoded != null
                        && Tenant.of(context.getSession(), context.getRealm())
                                .map(Tenant::client)
                                .filter(context.getClient()::equals)
                                .isPresent();
        if (!isApi || !SigningKeys.areNamedBy(context.getSession(), context.getRealm(), encoded)) {
            return Optional.empty();
        }
        RefreshToken token = context.getSession().tokens().decode(encoded, RefreshToken.class);
        return Optional.ofNullable(token)
                .filter(t -> TokenUtil.TOKEN_TYPE_REFRESH.equals(t.getType()))
                .filter(t -> context.getClient().getClientId().equals(t.getIssuedFor()))
                .filter(t -> t.getSessionId() != null && t.isActive());
    }

    /** If the use is not granted, the request fails, and no client gets its tokens. */
    private static void claimAfterCommit(
            KeycloakSession session, RefreshRotation rotation, RefreshToken issued) {
        session.getTransactionManager()
                .enlistAfterCompletion(
                        new AbstractKeycloakTransaction() {
                            @Override
                            protected void commitImpl() {
                                if (!rotation.claim(issued)) {
                                    throw new ErrorResponseException(
                                            OAuthErrorException.INVALID_GRANT,
                                            "Maximum allowed refresh token reuse exceeded",
                                            Response.Status.BAD_REQUEST);
                                }
                            }

                            @Override
                            protected void rollbackImpl() {}
                        });
    }
}
