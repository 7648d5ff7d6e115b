package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.session.RefreshRotation;
import io.authrealm.api.tenant.TenantSettings;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.AuthorizationCodeGrantType;

/**
 * The exchange of codes at Keycloak's token endpoint. If all sessions of a user are ended while the
 * user is on a page, the session that the page opens has ended from its beginning, and its code is
 * good for no client. Everything else is Keycloak's own grant.
 */
final class GuardedCodeGrant extends AuthorizationCodeGrantType {

    /** What follows the code itself: the ids of the session and of the client. */
    private static final int PARTS = 3;

    @Override
    public Response process(Context context) {
        if (TenantSettings.of(context.getRealm()).isPresent()) {
            // Keycloak's grant refuses the code of a session that is gone, and writes the event.
            sessionOfCode(context)
                    .ifPresent(found -> RefreshRotation.isGone(context.getSession(), found));
        }
        return super.process(context);
    }

    private static Optional<UserSessionModel> sessionOfCode(Context context) {
        KeycloakSession session = context.getSession();
        String code = context.getFormParams().getFirst(OAuth2Constants.CODE);
        String[] parts = code == null ? new String[0] : code.split("\\.", PARTS);
        return parts.length < PARTS
                ? Optional.empty()
                : Optional.ofNullable(
                        session.sessions().getUserSession(context.getRealm(), parts[1]));
    }
}
