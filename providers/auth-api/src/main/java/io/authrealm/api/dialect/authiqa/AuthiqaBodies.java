package io.authrealm.api.dialect.authiqa;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.authrealm.api.http.Answer;
import io.authrealm.api.service.parent.Children;
import io.authrealm.api.service.parent.ChildrenResult;
import io.authrealm.api.service.parent.ParentAccount;
import io.authrealm.api.service.parent.ParentOrganization;
import io.authrealm.api.service.parent.ParentOrganizationResult;
import io.authrealm.api.service.parent.ParentPage;
import io.authrealm.api.service.parent.ParentSignInResult;
import io.authrealm.api.service.parent.ParentSignUpResult;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The JSON objects that the dialect answers with. Members that may be null are written as null,
 * unless they are marked.
 */
final class AuthiqaBodies {

    private static final String ROOT = "ROOT";

    private record Success(boolean success, Object data) {}

    private AuthiqaBodies() {}

    /** The answer of a request that succeeded. */
    static Answer success(Object data) {
        return Answer.ok(new Success(true, data));
    }

    static Answer message(String text) {
        return success(new Message(text));
    }

    record Message(String message) {}

    /** The claims of a token that a shared secret signs. */
    static Map<String, Object> claims(ParentAccount account) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("userID", account.id());
        claims.put("email", account.email());
        claims.put("accountType", word(account.kind()));
        claims.put("publicKey", account.ownKey());
        claims.put("parentAccount", isParent(account) ? ROOT : account.parentKey());
        return claims;
    }

    /**
     * @param jwtSecret left out unless a parent's tenant has a shared secret
     */
    record SignedIn(
            String token,
            User user,
            PasswordStatus passwordStatus,
            @JsonInclude(JsonInclude.Include.NON_NULL) String jwtSecret) {

        static SignedIn of(ParentSignInResult.SignedIn signedIn) {
            ParentAccount account = signedIn.account();
            return new SignedIn(
                    signedIn.token(),
                    User.of(account),
                    new PasswordStatus(
                            account.password().isTooOld(), account.password().daysLeft()),
                    signedIn.secret());
        }

        /** Hides the token and the secret. */
        @Override
        public String toString() {
            return "SignedIn";
        }
    }

    /** A child has the name of its parent's organization, and none of its own. */
    record User(
            String userID,
            String email,
            String username,
            String accountType,
            String parentAccount,
            String publicKey,
            String organizationName,
            String organizationUrl,
            int organizationUpdateCount) {

        static User of(ParentAccount account) {
            boolean isParent = isParent(account);
            return new User(
                    account.id(),
                    account.email(),
                    account.username(),
                    word(account.kind()),
                    isParent ? ROOT : account.parentKey(),
                    account.ownKey(),
                    account.organization().name(),
                    isParent ? account.organization().url() : null,
                    isParent ? account.organization().updates() : 0);
        }
    }

    record PasswordStatus(boolean expired, int daysUntilExpiry) {}

    /**
     * @param token left out if the account cannot sign in yet
     */
    record SignedUp(@JsonInclude(JsonInclude.Include.NON_NULL) String token, NewUser data) {

        static SignedUp of(ParentSignUpResult.SignedUp signedUp) {
            ParentAccount account = signedUp.account();
            return new SignedUp(
                    signedUp.token(),
                    new NewUser(
                            account.id(),
                            account.username(),
                            account.email(),
                            account.createdAt().getEpochSecond(),
                            account.ownKey(),
                            account.isEmailVerified(),
                            account.parentKey(),
                            word(account.kind()),
                            signedUp.isMailSent()));
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "SignedUp";
        }
    }

    record NewUser(
            String userID,
            String username,
            String email,
            long createdAt,
            String publicKey,
            boolean emailVerified,
            String parentAccount,
            String accountType,
            boolean emailVerificationSent) {}

    record Profile(String message, ProfileUser user) {}

    /**
     * @param googleSsoConfig left out of a child's profile
     * @param creditBalance left out of a child's profile, and if nothing costs anything
     */
    record ProfileUser(
            String userID,
            String username,
            String email,
            String publicKey,
            String accountType,
            String parentAccount,
            String accountStatus,
            boolean emailVerified,
            long createdAt,
            long updatedAt,
            Long lastLogin,
            String organizationId,
            String organizationName,
            String organizationUrl,
            Map<String, String> authUrls,
            boolean domainRestrictionEnabled,
            boolean emailVerificationRequired,
            String authProvider,
            String lastLoginProvider,
            String googleId,
            long lastPasswordChanged,
            int loginAttempts,
            Long lastLoginAttempt,
            Long lockedUntil,
            Long lastResetPasswordRequestAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) GoogleSso googleSsoConfig,
            @JsonInclude(JsonInclude.Include.NON_NULL) Long creditBalance) {

        private static final String BY_PASSWORD = "email";

        static ProfileUser of(ParentAccount account) {
            boolean isParent = isParent(account);
            ParentOrganization organization = account.organization();
            return new ProfileUser(
                    account.id(),
                    account.username(),
                    account.email(),
                    account.ownKey(),
                    word(account.kind()),
                    isParent ? ROOT : account.parentKey(),
                    account.status().name().toLowerCase(Locale.ROOT),
                    account.isEmailVerified(),
                    account.createdAt().getEpochSecond(),
                    account.updatedAt().getEpochSecond(),
                    seconds(account.lastSignIn()),
                    null,
                    organization.name(),
                    isParent ? organization.url() : null,
                    isParent ? pages(organization) : null,
                    true,
                    organization.isVerificationRequired(),
                    BY_PASSWORD,
                    BY_PASSWORD,
                    null,
                    account.password().changedAt().getEpochSecond(),
                    account.failures(),
                    seconds(account.lastFailure()),
                    seconds(account.lockedUntil()),
                    null,
                    isParent ? GoogleSso.OFF : null,
                    account.creditsLeft());
        }
    }

    /** Google signs nobody in here. */
    record GoogleSso(boolean enabled, String clientId) {

        static final GoogleSso OFF = new GoogleSso(false, null);
    }

    /**
     * @param jwtSecret left out for anybody but an owner whose tenant has a shared secret
     */
    record Credentials(
            String publicKey, @JsonInclude(JsonInclude.Include.NON_NULL) String jwtSecret) {

        /** Hides the secret. */
        @Override
        public String toString() {
            return "Credentials";
        }
    }

    record Organization(
            String message,
            String organizationName,
            String organizationUrl,
            Map<String, String> authUrls,
            boolean domainRestrictionEnabled,
            boolean emailVerificationRequired,
            GoogleSso googleSsoConfig,
            Credentials credentials) {

        static Organization of(ParentOrganizationResult.Found found) {
            ParentOrganization organization = found.organization();
            return new Organization(
                    "These are the details of the organization.",
                    organization.name(),
                    organization.url(),
                    pages(organization),
                    true,
                    organization.isVerificationRequired(),
                    GoogleSso.OFF,
                    new Credentials(found.key(), found.secret()));
        }
    }

    record OrganizationUpdated(String message, Organization data) {}

    record ChildPage(Page data) {

        static ChildPage of(ChildrenResult.Page page, int limit) {
            return new ChildPage(
                    new Page(
                            new Statistics(page.total(), page.active()),
                            page.children().stream().map(Child::of).toList(),
                            new Pagination(limit, page.next() != null, page.next())));
        }
    }

    record Page(Statistics stats, List<Child> accounts, Pagination pagination) {}

    record Statistics(long total, long active) {}

    record Pagination(int limit, boolean hasMore, String nextPageToken) {}

    record Child(String username, String email, Instant lastSeen, Instant registered) {

        static Child of(Children.Child child) {
            return new Child(child.username(), child.email(), child.lastSeen(), child.registered());
        }
    }

    /** Every kind of page has its member. */
    private static Map<String, String> pages(ParentOrganization organization) {
        Map<String, String> urls = new LinkedHashMap<>();
        for (ParentPage page : ParentPage.values()) {
            urls.put(page.name().toLowerCase(Locale.ROOT), organization.pages().get(page));
        }
        return urls;
    }

    private static boolean isParent(ParentAccount account) {
        return account.kind() == ParentAccount.Kind.PARENT;
    }

    private static String word(ParentAccount.Kind kind) {
        return switch (kind) {
            case PARENT -> "parent";
            case CHILD -> "child";
        };
    }

    private static Long seconds(Instant instant) {
        return instant == null ? null : instant.getEpochSecond();
    }
}
