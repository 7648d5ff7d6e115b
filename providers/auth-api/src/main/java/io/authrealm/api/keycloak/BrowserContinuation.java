package io.authrealm.api.keycloak;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.RedirectUtils;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Hands a sign-in that began in the API to a browser. Keycloak's pages go on with the same
 * authentication session, and end with a code at the app's redirect URI.
 */
public final class BrowserContinuation {

    /** The hash of a verifier with SHA-256 (RFC 7636, section 4.2). */
    private static final Pattern CODE_CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final KeycloakSession session;

    public BrowserContinuation(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Records where the browser comes back to, if the client may be sent a code there.
     *
     * @param redirectUri null if the app has none
     * @param state comes back unchanged; may be null
     * @param codeChallenge of PKCE with S256; without one, a code would be of use to others
     */
    public void prepare(
            AuthenticationSessionModel authentication,
            String redirectUri,
            String state,
            String codeChallenge) {
        ClientModel client = authentication.getClient();
        if (redirectUri == null
                || codeChallenge == null
                || !CODE_CHALLENGE.matcher(codeChallenge).matches()
                || !client.isStandardFlowEnabled()) {
            return;
        }
        String verified = RedirectUtils.verifyRedirectUri(session, redirectUri, client);
        if (verified == null) {
            return;
        }
        authentication.setRedirectUri(verified);
        authentication.setClientNote(OIDCLoginProtocol.REDIRECT_URI_PARAM, redirectUri);
        authentication.setClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM, OAuth2Constants.CODE);
        authentication.setClientNote(OIDCLoginProtocol.CODE_CHALLENGE_PARAM, codeChallenge);
        authentication.setClientNote(
                OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM, OAuth2Constants.PKCE_METHOD_S256);
        if (state != null) {
            authentication.setClientNote(OIDCLoginProtocol.STATE_PARAM, state);
        }
    }

    /** Whether a browser can go on with the sign-in. */
    public static boolean isPrepared(AuthenticationSessionModel authentication) {
        return authentication.getRedirectUri() != null;
    }

    /**
     * Whether the pages ask for all of these required actions. They pass over those that the realm
     * has switched off or does not know.
     *
     * @param actions by their aliases
     */
    public static boolean asksForAll(
            AuthenticationSessionModel authentication, List<String> actions) {
        return actions.stream()
                .map(authentication.getRealm()::getRequiredActionProviderByAlias)
                .allMatch(action -> action != null && action.isEnabled());
    }

    /** Gives the browser of this request the sign-in, and returns the page that goes on with it. */
    public URI handOver(AuthenticationSessionModel authentication) {
        authentication.setAuthNote(
                AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.AUTHENTICATE_PATH);
        String id = authentication.getParentSession().getId();
        AuthenticationSessionManager cookies = new AuthenticationSessionManager(session);
        cookies.setAuthSessionCookie(id);
        cookies.setAuthSessionIdHashCookie(id);
        return new AuthenticationFlowURLHelper(
                        session, authentication.getRealm(), session.getContext().getUri())
                .getLastExecutionUrl(
                        LoginActionsService.AUTHENTICATE_PATH,
                        null,
                        authentication.getClient().getClientId(),
                        authentication.getTabId(),
                        AuthenticationProcessor.getClientData(session, authentication));
    }
}
