package io.authrealm.api.service.signin;

import io.authrealm.api.caller.SingleTokens;
import io.authrealm.api.keycloak.HeadlessProcessor;
import io.authrealm.api.keycloak.IssuedTokens;
import io.authrealm.api.keycloak.TokenIssuer;
import io.authrealm.api.service.factor.TrustedDevice;
import io.authrealm.api.service.factor.TrustedDevices;
import io.authrealm.api.service.session.HostedSession;
import io.authrealm.api.service.session.HostedSessions;
import io.authrealm.api.service.session.LateSessions;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.tenant.Tenant;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Ties the end of a sign-in to its beginning: tokens are issued only if the user's password and
 * sessions are still as they were when the sign-in began, once the new session is stored.
 */
final class SignInCompletion {

    /** Of the event of a sign-in. */
    private static final String TRUST_DETAIL = "trusted_device";

    private final KeycloakSession session;
    private final Tenant tenant;
    private UserModel user;
    private AccountState before;

    SignInCompletion(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /**
     * Call it before any secret is looked at.
     *
     * @param expected the user who is likely to sign in; may be null
     */
    void begin(UserModel expected) {
        begin(expected, expected == null ? null : AccountState.asSeenIn(session, expected));
    }

    /** The same, with the state of the account at the time when a secret was looked at. */
    void begin(UserModel expected, AccountState state) {
        user = expected;
        before = state;
    }

    /**
     * Resumes a sign-in of an earlier request.
     *
     * @param fingerprint the {@link #fingerprint} of that request
     * @return false if the account has changed since
     */
    boolean resume(UserModel known, String fingerprint) {
        begin(known);
        return before.withEmail(known.getEmail()).fingerprint().equals(fingerprint);
    }

    /** What {@link #resume} needs in the next request of this sign-in. */
    String fingerprint(UserModel authenticated) {
        return stateOf(authenticated).withEmail(authenticated.getEmail()).fingerprint();
    }

    /**
     * Lets the session that Keycloak's pages will open end with the state that was resumed, as if
     * it had begun in this request.
     */
    void handOver(AuthenticationSessionModel authentication) {
        long epoch = stateOf(authentication.getAuthenticatedUser()).epoch();
        authentication.setUserSessionNote(TokenIssuer.EPOCH_NOTE, String.valueOf(epoch));
    }

    /**
     * Issues the tokens and commits the sign-in, so it must be the last thing that a request does.
     * Returns nothing if the account's sessions were ended, or its password was changed, since the
     * sign-in began.
     */
    Optional<TokenPair> issue(HeadlessProcessor finished) {
        return issue(finished, (issuer, epoch) -> issuer.issue(finished, epoch));
    }

    /** The same with an access token that needs no refresh token. */
    Optional<TokenPair> issueSingle(HeadlessProcessor finished) {
        Duration lifetime = tenant.settings().parents().tokenLifetime();
        return issue(
                finished, (issuer, epoch) -> SingleTokens.issue(issuer, finished, epoch, lifetime));
    }

    private Optional<TokenPair> issue(
            HeadlessProcessor finished, BiFunction<TokenIssuer, Long, IssuedTokens> issue) {
        AccountState state = stateOf(finished.getAuthenticationSession().getAuthenticatedUser());
        TokenIssuer issuer = new TokenIssuer(session, tenant.realm(), tenant.client());
        TokenPair tokens = TokenPair.of(issue.apply(issuer, state.epoch()), tenant);
        session.getTransactionManager().commit();
        return LateSessions.isLate(session, tokens, state) ? Optional.empty() : Optional.of(tokens);
    }

    /** A session that a client has tokens of, and that a browser holds by cookies. */
    record TokensAndCookies(TokenPair tokens, HostedSession hosted) {}

    /** The same as {@link #issue}, for a browser that holds the session by cookies too. */
    Optional<TokensAndCookies> issueAndOpen(HeadlessProcessor finished) {
        AccountState state = stateOf(finished.getAuthenticationSession().getAuthenticatedUser());
        TokenPair tokens =
                TokenPair.of(
                        new TokenIssuer(session, tenant.realm(), tenant.client())
                                .issue(finished, state.epoch()),
                        tenant);
        HostedSession hosted = new HostedSessions(session, tenant).open(finished.getUserSession());
        session.getTransactionManager().commit();
        return LateSessions.isLate(session, tokens, state)
                ? Optional.empty()
                : Optional.of(new TokensAndCookies(tokens, hosted));
    }

    /** What a browser keeps of a sign-in. */
    record Opened(HostedSession session, Optional<TrustedDevice> device) {}

    /** The same for a browser, which gets the session without tokens. */
    Optional<Opened> open(HeadlessProcessor finished) {
        AuthenticationSessionModel authentication = finished.getAuthenticationSession();
        AccountState state = stateOf(authentication.getAuthenticatedUser());
        Optional<TrustedDevice> device =
                TrustedDevices.trust(session, tenant, authentication, state);
        trustOf(authentication, device)
                .ifPresent(trust -> finished.getEvent().detail(TRUST_DETAIL, trust));
        UserSessionModel opened =
                new TokenIssuer(session, tenant.realm(), tenant.client())
                        .open(finished, state.epoch());
        HostedSession hosted = new HostedSessions(session, tenant).open(opened);
        session.getTransactionManager().commit();
        return LateSessions.isLate(session, hosted.userId(), hosted.cookie().sessionId(), state)
                ? Optional.empty()
                : Optional.of(new Opened(hosted, device));
    }

    /** What admins see about the device; nothing if the sign-in had to do with no trust in it. */
    private static Optional<String> trustOf(
            AuthenticationSessionModel authentication, Optional<TrustedDevice> device) {
        return TrustedDevices.stoodIn(authentication)
                ? Optional.of("used")
                : device.map(trusted -> "new");
    }

    /** A third-party step may look users up by something that only the step knows. */
    private AccountState stateOf(UserModel authenticated) {
        return user != null && user.getId().equals(authenticated.getId())
                ? before
                : AccountState.asSeenIn(session, authenticated);
    }
}
