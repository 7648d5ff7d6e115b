package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.service.apikeys.ApiKey;
import io.authrealm.api.service.bin.RecycleBin;
import io.authrealm.api.service.imports.ImportBulkResult;
import io.authrealm.api.service.imports.ImportErrorPage;
import io.authrealm.api.service.imports.ImportErrorsResult;
import io.authrealm.api.service.imports.ImportProgress;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.service.signin.Continuation;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.service.users.DeletedListResult;
import io.authrealm.api.service.users.UserDirectory;
import io.authrealm.api.service.users.UserGrants;
import io.authrealm.api.service.users.UserListResult;
import io.authrealm.api.service.users.UserSecurity;
import io.authrealm.api.service.users.UserStatistics;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The JSON objects that the dialect answers with; members that may be null are written as null. */
final class QeetBodies {

    private QeetBodies() {}

    record Tokens(
            String accessToken,
            String tokenType,
            Instant expiresAt,
            String refreshToken,
            String sessionId,
            String userId,
            String tenantId) {

        static Tokens of(TokenPair pair) {
            return new Tokens(
                    pair.accessToken(),
                    "Bearer",
                    pair.expiresAt(),
                    pair.refreshToken(),
                    pair.sessionId(),
                    pair.userId(),
                    pair.tenantId());
        }

        /** Hides the tokens. */
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    /** With {@code name} and {@code disabled_at}, which the Node client expects. */
    record User(
            String id,
            String tenantId,
            String email,
            Instant emailVerifiedAt,
            String phone,
            Instant phoneVerifiedAt,
            String displayName,
            String name,
            String avatarUrl,
            String status,
            Map<String, Object> metadata,
            @JsonInclude(JsonInclude.Include.NON_NULL) Instant disabledAt,
            Instant createdAt,
            Instant updatedAt) {

        static User of(Profile profile) {
            return new User(
                    profile.id(),
                    profile.tenantId(),
                    profile.email(),
                    profile.emailVerifiedAt(),
                    profile.phone(),
                    profile.phoneVerifiedAt(),
                    profile.displayName(),
                    profile.displayName(),
                    profile.avatarUrl(),
                    word(profile.status()),
                    profile.metadata(),
                    profile.disabledAt(),
                    profile.createdAt(),
                    profile.updatedAt());
        }

        private static String word(Profile.Status status) {
            return switch (status) {
                case ACTIVE -> "active";
                case SUSPENDED -> "suspended";
            };
        }
    }

    /** A sign-in that is the last one before the user has to see to something. */
    record SignedInForNow(@JsonUnwrapped Tokens tokens, List<String> requiredActions) {}

    record SignedUp(User user, @JsonUnwrapped Tokens tokens) {}

    /** A sign-up without tokens: the account is there, but cannot sign in yet. */
    record SignedUpWithActions(User user, @JsonUnwrapped ActionBodies.Required required) {}

    /** A sign-up whose account signs in with a request of its own. */
    record SignedUpOnly(User user) {}

    /**
     * A second factor is due.
     *
     * @param destinations to which a code for one of the methods can be sent
     * @param redirectUrl the page by which a browser can give it instead; null if there is none
     * @param expiresIn the seconds for which the page works; null if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MfaRequired(
            boolean mfaRequired,
            String mfaToken,
            List<String> methods,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FactorBodies.Destination> destinations,
            String redirectUrl,
            Integer expiresIn) {

        static MfaRequired of(SignInResult.MfaRequired required) {
            return new MfaRequired(
                    true,
                    required.mfaToken(),
                    required.methods().stream().map(FactorNames::of).toList(),
                    required.destinations().stream().map(FactorBodies.Destination::of).toList(),
                    required.continuation().map(Continuation::url).orElse(null),
                    required.continuation().map(Continuation::seconds).orElse(null));
        }

        /** Hides the challenge. */
        @Override
        public String toString() {
            return "MfaRequired";
        }
    }

    record Message(String message) {}

    record EmailChanged(String message, String email) {}

    record Items<T>(List<T> items) {}

    /** A listed session has not been revoked. */
    record Session(
            String id,
            String userId,
            String tenantId,
            String ip,
            String userAgent,
            Instant createdAt,
            Instant lastSeenAt,
            Instant revokedAt) {

        static Session of(Sessions.ActiveSession s) {
            return new Session(
                    s.id(),
                    s.userId(),
                    s.tenantId(),
                    s.ip(),
                    s.userAgent(),
                    s.createdAt(),
                    s.lastSeenAt(),
                    null);
        }
    }

    /** A user with the members that only lists have. Unknown ones are left out. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ListedUser(
            @JsonUnwrapped @JsonInclude User user,
            List<String> roles,
            boolean mfaEnabled,
            int groupsCount,
            Instant lastSeenAt,
            String lastSeenIp) {

        static ListedUser of(UserDirectory.Listed listed) {
            return new ListedUser(
                    User.of(listed.profile()),
                    listed.roles(),
                    listed.hasSecondFactor(),
                    listed.groups(),
                    listed.lastSeenAt(),
                    listed.lastSeenIp());
        }
    }

    /** The total is there if the client asked for it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UserPage(
            List<ListedUser> items, String nextCursor, Long total, Boolean totalIsEstimate) {

        static UserPage of(UserListResult.Page page) {
            UserDirectory.Total total = page.total();
            return new UserPage(
                    page.users().stream().map(ListedUser::of).toList(),
                    page.next() == null ? "" : page.next(),
                    total == null ? null : total.count(),
                    total == null ? null : total.isEstimate());
        }
    }

    record DeletedUser(
            String id, String email, String displayName, Instant deletedAt, Instant createdAt) {

        static DeletedUser of(RecycleBin.DeletedUser user) {
            return new DeletedUser(
                    user.id(),
                    user.email(),
                    user.displayName(),
                    user.deletedAt(),
                    user.createdAt());
        }
    }

    record DeletedUserPage(List<DeletedUser> items, String nextCursor) {

        static DeletedUserPage of(DeletedListResult.Page page) {
            return new DeletedUserPage(
                    page.users().stream().map(DeletedUser::of).toList(),
                    page.next() == null ? "" : page.next());
        }
    }

    /** The server has no factors by push or by message yet. */
    record Security(
            boolean mfaRequired,
            boolean mfaEnabled,
            boolean totpEnabled,
            int otpFactors,
            int pushDevices,
            int passkeys,
            int recoveryCodesRemaining,
            int activeSessions,
            int distinctDevices,
            boolean passwordSet,
            Instant passkeyLastUsedAt,
            Instant passwordChangedAt) {

        static Security of(UserSecurity security) {
            return new Security(
                    security.isMfaRequired(),
                    security.hasSecondFactor(),
                    security.hasTotp(),
                    security.codeFactors(),
                    0,
                    security.passkeys(),
                    security.recoveryCodes(),
                    security.sessions(),
                    security.devices(),
                    security.hasPassword(),
                    security.passkeyLastUsedAt(),
                    security.passwordChangedAt());
        }
    }

    /** A session as an admin sees it. */
    record UserSession(
            String id, String ip, String userAgent, Instant createdAt, Instant lastSeenAt) {

        static UserSession of(Sessions.ActiveSession s) {
            return new UserSession(s.id(), s.ip(), s.userAgent(), s.createdAt(), s.lastSeenAt());
        }
    }

    record Revoked(int revoked) {}

    record MfaRequirement(boolean mfaRequired) {}

    record Organization(String id, String name, String slug) {}

    record Role(String id, String name, String description) {

        static Role of(UserGrants.Role role) {
            return new Role(role.id(), role.name(), role.description());
        }
    }

    /** The console reads no path; it is ours, because names repeat. */
    record Group(String id, String name, String description, String path) {

        static Group of(UserGrants.Group group) {
            return new Group(group.id(), group.name(), group.description(), group.path());
        }
    }

    /** Keycloak has no policies of single users. */
    record Access(
            Organization organization,
            List<Role> roles,
            List<Group> groups,
            int applicationsCount,
            int policiesCount,
            int permissionsDirect,
            int permissionsInherited,
            int permissionsTotal) {

        static Access of(Tenant tenant, UserGrants grants) {
            return new Access(
                    new Organization(tenant.id(), tenant.displayName(), tenant.name()),
                    grants.roles().stream().map(Role::of).toList(),
                    grants.groups().stream().map(Group::of).toList(),
                    grants.applications(),
                    0,
                    grants.permissionsDirect(),
                    grants.permissionsTotal() - grants.permissionsDirect(),
                    grants.permissionsTotal());
        }
    }

    record Stats(
            long total,
            long active,
            long suspended,
            long invited,
            long mfaEnabled,
            long mfaMissing,
            @JsonProperty("new_last_30d") long newLast30d) {

        static Stats of(UserStatistics.Counts counts) {
            return new Stats(
                    counts.total(),
                    counts.active(),
                    counts.suspended(),
                    0,
                    counts.mfaEnabled(),
                    counts.total() - counts.mfaEnabled(),
                    counts.newLately());
        }
    }

    record Trends(List<Long> total, List<Long> mfaEnabled) {

        static Trends of(UserStatistics.Trends trends) {
            return new Trends(trends.total(), trends.mfaEnabled());
        }
    }

    record Me(String userId, String tenantId, String sessionId, String actor, List<String> scopes) {

        static Me of(Caller caller) {
            return new Me(
                    caller.userId(), caller.tenant().id(), caller.sessionId(), "user", List.of());
        }

        static Me of(ApiKey key) {
            return new Me(key.userId(), key.tenantId(), null, "api_key", key.scopes());
        }
    }

    record PasswordStatus(boolean hasPassword) {}

    /** How far an import is. */
    record Import(
            String id,
            String source,
            boolean dryRun,
            String onExisting,
            String state,
            long offset,
            long line,
            long seen,
            long created,
            long skipped,
            long failed,
            long mfaRequired,
            long totp,
            long recoveryCodes,
            Instant createdAt,
            Instant updatedAt) {

        static Import of(ImportProgress p) {
            return new Import(
                    p.id(),
                    p.source(),
                    p.isDryRun(),
                    p.skipsExisting() ? "skip" : "error",
                    state(p),
                    p.at().offset(),
                    p.at().line(),
                    p.seen(),
                    p.created(),
                    p.skipped(),
                    p.failed(),
                    p.demanded(),
                    p.totp(),
                    p.recoveryCodes(),
                    p.createdAt(),
                    p.updatedAt());
        }

        /** For a client that has sent another chunk of the file than the next one. */
        static Map<String, Object> whereToGoOn(ImportProgress p) {
            return Map.of("offset", p.at().offset(), "state", state(p));
        }

        private static String state(ImportProgress p) {
            return p.state().name().toLowerCase(Locale.ROOT);
        }
    }

    /** A row that made no user; {@code email} may be empty. */
    record ImportError(long line, String email, String code, String message) {

        static ImportError of(ImportErrorPage.Row error) {
            return new ImportError(error.line(), error.email(), error.code(), error.message());
        }
    }

    record ImportErrors(List<ImportError> items, String nextCursor) {

        static ImportErrors of(ImportErrorsResult.Page page) {
            return new ImportErrors(
                    page.rows().stream().map(ImportError::of).toList(),
                    page.next() == null ? "" : page.next());
        }
    }

    /** With {@code imported} as an alias of {@code succeeded}. */
    record BulkOutcome(
            long succeeded,
            long imported,
            long failed,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<BulkError> errors) {

        static BulkOutcome of(ImportBulkResult.Done done) {
            return new BulkOutcome(
                    done.progress().created(),
                    done.progress().created(),
                    done.progress().failed(),
                    done.errors().stream().map(BulkError::of).toList());
        }
    }

    /**
     * @param line from 1
     * @param index from 0
     */
    record BulkError(long line, long index, String email, String message, String code) {

        static BulkError of(ImportErrorPage.Row error) {
            return new BulkError(
                    error.line(), error.line() - 1, error.email(), error.message(), error.code());
        }
    }
}
