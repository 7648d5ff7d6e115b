package io.authrealm.api.dialect.credebl;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.authrealm.api.http.Answer;
import io.authrealm.api.service.frontend.FrontEnd;
import io.authrealm.api.service.profile.OwnAccount;
import io.authrealm.api.service.session.SessionTokens;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The JSON objects that the dialect answers with. */
final class CredeblBodies {

    private static final DateTimeFormatter WITH_MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private CredeblBodies() {}

    /** The envelope of every answer but errors. */
    private record Envelope(
            int statusCode,
            String message,
            @JsonInclude(JsonInclude.Include.NON_NULL) Object data) {}

    /** An answer without data. */
    static Answer done(int status, String message) {
        return done(status, message, null);
    }

    static Answer done(int status, String message, Object data) {
        return Answer.of(status, new Envelope(status, message, data));
    }

    /** What a token endpoint of Keycloak's answers, but for an id token. */
    record Tokens(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("refresh_expires_in") long refreshExpiresIn,
            @JsonProperty("refresh_token") String refreshToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("not-before-policy") int notBefore,
            @JsonProperty("session_state") String sessionState,
            @JsonProperty("scope") String scope) {

        static Tokens of(TokenPair pair) {
            return new Tokens(
                    pair.accessToken(),
                    secondsUntil(pair.expiresAt()),
                    pair.refreshExpiresAt() == null ? 0 : secondsUntil(pair.refreshExpiresAt()),
                    pair.refreshToken(),
                    "Bearer",
                    pair.notBefore(),
                    pair.sessionId(),
                    pair.scope());
        }

        /** Hides the tokens. */
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    record SignedIn(
            @JsonUnwrapped Tokens tokens,
            @JsonProperty("isRegisteredToSupabase") boolean isInSupabase,
            @JsonProperty("sessionId") String sessionId) {

        static SignedIn of(TokenPair pair) {
            return new SignedIn(Tokens.of(pair), false, pair.sessionId());
        }
    }

    /** The time is that of a whole second, so the part of a second that has passed counts. */
    private static long secondsUntil(Instant then) {
        return Math.max(0, (Duration.between(Instant.now(), then).toMillis() + 999) / 1000);
    }

    record Session(
            String id,
            String userId,
            String expiresAt,
            String createdAt,
            String clientInfo,
            String sessionType) {

        private static final String OF_USER = "user-session";

        static Session of(Sessions.ActiveSession session) {
            return new Session(
                    session.id(),
                    session.userId(),
                    WITH_MILLISECONDS.format(session.expiresAt()),
                    WITH_MILLISECONDS.format(session.createdAt()),
                    Json.CAMEL_CASE.write(ClientInfo.of(session)).trim(),
                    OF_USER);
        }
    }

    /** What clients read from a text inside a session. */
    private record ClientInfo(
            String browser, String os, String deviceType, String rawDetail, String ip) {

        static ClientInfo of(Sessions.ActiveSession session) {
            Sessions.Device device = session.device();
            return new ClientInfo(
                    device.browser(),
                    device.os(),
                    device.isMobile() ? "mobile" : "desktop",
                    session.userAgent(),
                    session.ip());
        }
    }

    record SessionDetails(
            String id,
            String userId,
            String sessionToken,
            String refreshToken,
            long expires,
            String expiresAt,
            String sessionType,
            String clientInfo,
            String accountId,
            String createdAt,
            String updatedAt) {

        static SessionDetails of(SessionTokens.WithTokens found) {
            Session session = Session.of(found.session());
            return new SessionDetails(
                    session.id(),
                    session.userId(),
                    found.tokens().accessToken(),
                    found.tokens().refreshToken(),
                    secondsUntil(found.tokens().expiresAt()),
                    session.expiresAt(),
                    session.sessionType(),
                    session.clientInfo(),
                    session.userId(),
                    session.createdAt(),
                    WITH_MILLISECONDS.format(found.session().lastSeenAt()));
        }

        /** Hides the tokens. */
        @Override
        public String toString() {
            return "SessionDetails";
        }
    }

    record UserId(String userId) {}

    record Account(String id, String email) {}

    /** The platform's FIDO server has no place here. */
    record Existence(
            @JsonProperty("isEmailVerified") boolean isVerified,
            @JsonProperty("isFidoVerified") boolean isFido,
            @JsonProperty("isRegistrationCompleted") boolean isRegistered,
            @JsonProperty("message") String message,
            @JsonProperty("userId") String userId) {

        static Existence of(boolean isVerified, String userId, String message) {
            return new Existence(isVerified, false, userId != null, message, userId);
        }
    }

    /** A front end has no times of its own. */
    record Alias(
            String id,
            String createDateTime,
            String lastChangedDateTime,
            String clientAlias,
            String clientUrl) {

        static Alias of(FrontEnd frontEnd) {
            byte[] name = ("authrealm:alias:" + frontEnd).getBytes(StandardCharsets.UTF_8);
            return new Alias(
                    UUID.nameUUIDFromBytes(name).toString(),
                    null,
                    null,
                    frontEnd.alias(),
                    frontEnd.address());
        }
    }

    record Profile(
            @JsonProperty("id") String id,
            @JsonProperty("username") String username,
            @JsonProperty("email") String email,
            @JsonProperty("firstName") String firstName,
            @JsonProperty("lastName") String lastName,
            @JsonProperty("profileImg") String profileImg,
            @JsonProperty("publicProfile") boolean isPublic,
            @JsonProperty("supabaseUserId") String supabaseUserId,
            @JsonProperty("keycloakUserId") String keycloakUserId,
            @JsonProperty("isEmailVerified") boolean isVerified,
            @JsonProperty("userOrgRoles") List<UserOrgRole> roles) {

        static Profile of(OwnAccount account) {
            return new Profile(
                    account.id(),
                    account.username(),
                    account.email(),
                    account.firstName(),
                    account.lastName(),
                    account.avatarUrl(),
                    false,
                    null,
                    account.id(),
                    account.isEmailVerified(),
                    Stream.concat(
                                    account.roles().stream()
                                            .map(role -> UserOrgRole.of(account, role)),
                                    account.organizations().stream()
                                            .map(one -> UserOrgRole.of(account, one)))
                            .toList());
        }
    }

    /** A role of the platform if there is no organization. */
    record UserOrgRole(
            String id,
            String userId,
            String orgRoleId,
            String orgId,
            OrgRole orgRole,
            Organisation organisation) {

        static UserOrgRole of(OwnAccount account, OwnAccount.Role role) {
            return new UserOrgRole(
                    role.id(),
                    account.id(),
                    role.id(),
                    null,
                    new OrgRole(role.id(), role.name(), role.description()),
                    null);
        }

        /** Keycloak's organizations have members, and no roles of their own. */
        static UserOrgRole of(OwnAccount account, OwnAccount.Organization one) {
            return new UserOrgRole(
                    one.id(),
                    account.id(),
                    one.id(),
                    one.id(),
                    new OrgRole(one.id(), "member", "Member of the organization"),
                    Organisation.of(one));
        }
    }

    record OrgRole(String id, String name, String description) {}

    record Organisation(
            String id,
            String name,
            String description,
            String orgSlug,
            String logoUrl,
            String website,
            boolean publicProfile,
            Integer countryId,
            Integer stateId,
            Integer cityId) {

        static Organisation of(OwnAccount.Organization one) {
            return new Organisation(
                    one.id(),
                    one.name(),
                    one.description(),
                    one.alias(),
                    null,
                    one.website(),
                    false,
                    null,
                    null,
                    null);
        }
    }
}
