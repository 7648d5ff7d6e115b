package io.authrealm.api.service.session;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.SingleTokens;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.keycloak.TokenIssuer;
import io.authrealm.api.keycloak.UserSessions;
import io.authrealm.api.service.factor.SecondFactorDemand;
import io.authrealm.api.service.transport.Decryption;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.store.UsedCodes;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.UuidSyntax;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Gives a front end that shares a key with its tenant new tokens of a session that is alive, by the
 * id of the session, encrypted with that key. Tokens are never stored. An encrypted id works once
 * in a day: it travels in an address, and addresses end up in logs.
 */
public final class SessionTokens {

    /**
     * @param session that the tokens belong to
     */
    public record WithTokens(Sessions.ActiveSession session, TokenPair tokens) {}

    /** Sessions can last for years, and what is remembered takes memory. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final KeycloakSession session;
    private final Visit visit;

    public SessionTokens(KeycloakSession session, Door door) {
        this.session = session;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /**
     * New tokens of the session, at the tenant that the request names, or the default tenant.
     *
     * @param encryptedId may be null
     */
    public SessionTokensResult of(String encryptedId) {
        Tenant tenant = visit.entry();
        if (!tenant.settings().sessionDetails()) {
            return new SessionTokensResult.SwitchedOff();
        }
        Optional<String> id =
                Optional.ofNullable(encryptedId)
                        .flatMap(new Decryption(session, tenant)::text)
                        .filter(UuidSyntax::isValid);
        if (id.isEmpty()) {
            return new SessionTokensResult.NotDecrypted();
        }
        return find(tenant, id.get())
                .filter(found -> isFirstUse(tenant, encryptedId))
                .flatMap(found -> issue(tenant, found))
                .<SessionTokensResult>map(SessionTokensResult.Issued::new)
                .orElseGet(SessionTokensResult.Unknown::new);
    }

    private Optional<UserSessionModel> find(Tenant tenant, String id) {
        return Optional.ofNullable(session.sessions().getUserSession(tenant.realm(), id))
                .filter(found -> isOfOpenUser(found.getUser()))
                .filter(found -> UserSessions.isValid(tenant.realm(), found))
                .filter(found -> !new SessionEnds(session).hasEnded(found))
                // Its client is to have one token, and nothing to refresh it with.
                .filter(found -> !SingleTokens.hasOne(found))
                .filter(found -> SecondFactorDemand.isMetIn(session, found));
    }

    private boolean isOfOpenUser(UserModel user) {
        return user != null && user.isEnabled() && !DeletedUsers.contains(session, user);
    }

    private boolean isFirstUse(Tenant tenant, String encryptedId) {
        return new UsedCodes(session)
                .claim("session-details." + tenant.realm().getId(), encryptedId, REMEMBERED);
    }

    /** Nothing if the session was not opened by the API's client. */
    private Optional<WithTokens> issue(Tenant tenant, UserSessionModel found) {
        EventBuilder event =
                ApiEvents.open(session, tenant, EventType.REFRESH_TOKEN)
                        .user(found.getUser())
                        .session(found)
                        .detail(Details.ACTION, "session_details");
        return new TokenIssuer(session, tenant.realm(), tenant.client())
                .issueAgain(found, event)
                .map(issued -> TokenPair.of(issued, tenant))
                .map(
                        tokens ->
                                new WithTokens(
                                        new Sessions(session, tenant).describe(found), tokens));
    }
}
