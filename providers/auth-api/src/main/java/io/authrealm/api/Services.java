package io.authrealm.api;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.caller.BearerTokens;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.http.Exchange;
import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.service.imports.ImportPlaces;
import io.authrealm.api.service.imports.UserImports;
import io.authrealm.api.service.link.MagicLinks;
import io.authrealm.api.service.password.Passwords;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.recovery.Recovery;
import io.authrealm.api.service.session.RefreshTokens;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.signin.MfaChallenges;
import io.authrealm.api.service.signin.SignIn;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.api.service.signup.SignUp;
import io.authrealm.api.service.users.PageCursors;
import io.authrealm.api.service.users.StatisticsCache;
import io.authrealm.api.service.users.UserAccess;
import io.authrealm.api.service.users.UserDirectory;
import io.authrealm.api.service.users.UserSecurity;
import io.authrealm.api.service.users.UserStatistics;
import io.authrealm.api.service.users.Users;
import io.authrealm.api.service.verification.EmailChange;
import io.authrealm.api.service.verification.EmailVerification;
import io.authrealm.api.service.verification.PhoneVerification;
import io.authrealm.api.store.Links;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.limits.TokenBuckets;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Builds the services for one request, from the request itself and from what lives as long as the
 * server.
 */
public final class Services {

    /**
     * What the services keep as long as the server lives: one instance on each node, all of it
     * bounded.
     *
     * @param signIn what slows guesses down
     * @param refreshGate lets the refreshes of one session through one at a time
     * @param delivery sends mails and text messages after the requests that they come from
     * @param statistics the numbers of each tenant's people
     * @param imports how many imports may be at work
     */
    public record Shared(
            SignInProtection signIn,
            KeyedGate refreshGate,
            Delivery delivery,
            StatisticsCache statistics,
            ImportPlaces imports) {

        private static final int MAX_WAITING_REFRESHES = 30;

        private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(2);

        /**
         * @param buckets the limiters' buckets; each node counts for itself
         */
        public static Shared create(TokenBuckets buckets) {
            return new Shared(
                    SignInProtection.create(),
                    new KeyedGate(MAX_WAITING_REFRESHES, REFRESH_PATIENCE),
                    Delivery.create(buckets),
                    new StatisticsCache(),
                    new ImportPlaces());
        }

        /** Ends the threads of the outbox. */
        public void close() {
            delivery.outbox().close();
        }
    }

    private final Shared shared;
    private final Exchange exchange;
    private final KeycloakSession session;

    public Services(Shared shared, Exchange exchange) {
        this.shared = shared;
        this.exchange = exchange;
        this.session = exchange.session();
    }

    public SignUp signUp(Tenant tenant) {
        return new SignUp(session, tenant);
    }

    /**
     * Signs users of {@code tenant} in. What shows in the answer comes from the entry tenant of
     * this request.
     */
    public SignIn signIn(Tenant tenant) {
        return new SignIn(
                session, shared.signIn(), exchange.entry(), exchange.isTenantNamed(), tenant);
    }

    /** The id of the realm in which a sign-in waits for its second factor. */
    public Optional<String> realmOfChallenge(String mfaToken) {
        return MfaChallenges.realmOf(session, mfaToken);
    }

    public MagicLinks magicLinks(Tenant tenant) {
        return new MagicLinks(session, shared.delivery(), tenant, exchange.entry(), signIn(tenant));
    }

    public Recovery recovery(Tenant tenant) {
        return new Recovery(session, shared.delivery(), tenant, exchange.entry());
    }

    /** The id of the realm that mailed the link. */
    public Optional<String> realmOfLink(String token) {
        return Links.realmOf(session, token);
    }

    public RefreshTokens refreshTokens(Tenant tenant) {
        return new RefreshTokens(session, shared.refreshGate(), tenant);
    }

    public Sessions sessions(Tenant tenant) {
        return new Sessions(session, tenant);
    }

    /** The caller that a Bearer token names, if the token is good and its session alive. */
    public Optional<Caller> caller(Tenant tenant, String bearer) {
        return BearerTokens.verify(session, tenant, bearer);
    }

    /** Whether the tenant has issued the Bearer token, even if its session has ended. */
    public boolean isGenuine(Tenant tenant, String bearer) {
        return BearerTokens.isGenuine(session, tenant, bearer);
    }

    public Passwords passwords(Tenant tenant) {
        return new Passwords(session, shared.signIn(), tenant);
    }

    public Profiles profiles(Tenant tenant) {
        return new Profiles(session, tenant);
    }

    public EmailChange emailChange(Tenant tenant) {
        return new EmailChange(session, shared.delivery(), tenant);
    }

    public EmailVerification emailVerification(Tenant tenant) {
        return new EmailVerification(session, shared.delivery(), tenant);
    }

    public PhoneVerification phoneVerification(Tenant tenant) {
        return new PhoneVerification(session, shared.delivery(), tenant);
    }

    public UserAccess access(AdminCaller caller) {
        return new UserAccess(session, caller);
    }

    public Users users(AdminCaller caller) {
        return new Users(session, caller);
    }

    public UserDirectory directory(AdminCaller caller) {
        return new UserDirectory(session, caller, shared.statistics());
    }

    public UserStatistics.Counts counts(Tenant tenant) {
        return shared.statistics().counts(session, tenant.realm());
    }

    public UserStatistics.Trends trends(Tenant tenant) {
        return shared.statistics().trends(session, tenant.realm());
    }

    public UserSecurity security(Tenant tenant, UserModel user) {
        return UserSecurity.of(session, tenant, user);
    }

    public RecycleBin bin(Tenant tenant) {
        return new RecycleBin(session, tenant);
    }

    public UserImports imports(AdminCaller caller) {
        return new UserImports(session, caller, shared.imports());
    }

    public PageCursors cursors(Tenant tenant) {
        return new PageCursors(session, tenant.realm());
    }
}
