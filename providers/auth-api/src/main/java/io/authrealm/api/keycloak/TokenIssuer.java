package io.authrealm.api.keycloak;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.AccessTokenResponse;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.util.DefaultClientSessionContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Turns a finished sign-in into a Keycloak session and its first pair of tokens.
 *
 * <p>Client policies are not asked: Keycloak's events for them describe the form of an OAuth grant,
 * and a sign-in by JSON is none. A refresh is a grant, and asks them.
 */
public final class TokenIssuer {

    /** Session note that holds the epoch in which the sign-in began. */
    public static final String EPOCH_NOTE = "authrealm.epoch";

    /** Session note that holds the client's User-Agent header, for the list of sessions. */
    public static final String USER_AGENT_NOTE = "authrealm.user_agent";

    private static final int MAX_USER_AGENT = 512;

    /** What a server in JavaScript sends if it passes on a header that it did not get. */
    private static final String NO_VALUE = "undefined";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ClientModel client;

    public TokenIssuer(KeycloakSession session, RealmModel realm, ClientModel client) {
        this.session = session;
        this.realm = realm;
        this.client = client;
    }

    /**
     * Opens the session, issues the pair, ends the authentication session and writes the event.
     *
     * @param epoch of the user's sessions when the sign-in began
     */
    public IssuedTokens issue(HeadlessProcessor finished, long epoch) {
        return issue(finished, epoch, token -> {});
    }

    /**
     * The same with an access token that is good for {@code lifetime}, for a client that gets no
     * refresh token. This server takes it no longer than its session lives.
     */
    public IssuedTokens issue(HeadlessProcessor finished, long epoch, Duration lifetime) {
        return issue(finished, epoch, token -> token.exp(token.getIat() + lifetime.toSeconds()));
    }

    private IssuedTokens issue(
            HeadlessProcessor finished, long epoch, Consumer<AccessToken> change) {
        ClientSessionContext context = attach(finished, epoch);
        context.setAttribute(Constants.GRANT_TYPE, OAuth2Constants.PASSWORD);
        UserSessionModel userSession = finished.getUserSession();
        TokenManager.AccessTokenResponseBuilder builder =
                new TokenManager()
                        .responseBuilder(
                                realm, client, finished.getEvent(), session, userSession, context)
                        .generateAccessToken()
                        .generateRefreshToken();
        change.accept(builder.getAccessToken());
        Instant expiresAt = Instant.ofEpochSecond(builder.getAccessToken().getExp());
        AccessTokenResponse response = builder.build();
        finished.getEvent().success();
        return issued(response, expiresAt, userSession);
    }

    /**
     * Issues another pair for a session that is alive, and writes the event.
     *
     * @return nothing if the session has nothing to do with the client
     */
    public Optional<IssuedTokens> issueAgain(UserSessionModel userSession, EventBuilder event) {
        AuthenticatedClientSessionModel clientSession =
                userSession.getAuthenticatedClientSessionByClient(client.getId());
        if (clientSession == null) {
            return Optional.empty();
        }
        ClientSessionContext context =
                DefaultClientSessionContext.fromClientSessionScopeParameter(clientSession, session);
        context.setAttribute(Constants.GRANT_TYPE, OAuth2Constants.PASSWORD);
        TokenManager.AccessTokenResponseBuilder builder =
                new TokenManager()
                        .responseBuilder(realm, client, event, session, userSession, context)
                        .generateAccessToken()
                        .generateRefreshToken();
        Instant expiresAt = Instant.ofEpochSecond(builder.getAccessToken().getExp());
        AccessTokenResponse response = builder.build();
        event.success();
        return Optional.of(issued(response, expiresAt, userSession));
    }

    private static IssuedTokens issued(
            AccessTokenResponse response, Instant expiresAt, UserSessionModel userSession) {
        return new IssuedTokens(
                response.getToken(),
                expiresAt,
                response.getRefreshToken(),
                refreshExpiresAt(response),
                response.getScope(),
                response.getNotBeforePolicy(),
                userSession.getId(),
                userSession.getUser().getId());
    }

    /** When the refresh token of an answer expires; null if only its session ends it. */
    public static Instant refreshExpiresAt(AccessTokenResponse response) {
        return response.getRefreshExpiresIn() <= 0
                ? null
                : Instant.ofEpochSecond(ServerTime.seconds() + response.getRefreshExpiresIn());
    }

    /**
     * Opens the session without tokens, ends the authentication session and writes the event.
     *
     * @param epoch of the user's sessions when the sign-in began
     */
    public UserSessionModel open(HeadlessProcessor finished, long epoch) {
        attach(finished, epoch);
        finished.getEvent().success();
        return finished.getUserSession();
    }

    private ClientSessionContext attach(HeadlessProcessor finished, long epoch) {
        AuthenticationSessionModel authentication = finished.getAuthenticationSession();
        authentication.setUserSessionNote(EPOCH_NOTE, String.valueOf(epoch));
        authentication.setUserSessionNote(USER_AGENT_NOTE, userAgent());
        MethodReferences.keep(authentication);
        // A flow without levels can still have one, by a client policy.
        new AcrStore(session, authentication).setAuthFlowLevelAuthenticatedToCurrentRequest();
        AuthenticationManager.setClientScopesInSession(session, authentication);
        ClientSessionContext context = finished.attachSession();
        finished.getUserSession()
                .setNote(AuthenticationManager.AUTH_TIME, String.valueOf(ServerTime.seconds()));
        return context;
    }

    private String userAgent() {
        String sent =
                session.getContext()
                        .getHttpRequest()
                        .getHttpHeaders()
                        .getHeaderString("User-Agent");
        if (sent == null || sent.equals(NO_VALUE)) {
            return "";
        }
        return sent.length() > MAX_USER_AGENT ? sent.substring(0, MAX_USER_AGENT) : sent;
    }
}
