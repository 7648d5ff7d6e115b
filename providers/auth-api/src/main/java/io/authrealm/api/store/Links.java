package io.authrealm.api.store;

import io.authrealm.core.text.EmailSyntax;
import io.authrealm.core.text.Sha256;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The links in mails. Each carries a token of 256 bits, or one that can be typed, works once, and
 * is bound to a realm, a purpose and the state of the account. A change of the password or the
 * address, and the end of all sessions, end the link. The database has only the SHA-256 of the
 * token. Rows survive a restart, and stay a while after they expire, so that a late click gets the
 * right error.
 */
public final class Links {

    /** What a link is for; a link for one purpose is unknown to the others. */
    public enum Purpose {
        PASSWORD_RESET,
        MAGIC_LINK,

        /** Proves an address. */
        ADDRESS_CHECK,

        /** The same for an account that an admin has created, as it was created. */
        INVITATION,

        /** The same for a user who has asked for it. Clients expect a token that can be typed. */
        VERIFY_EMAIL {
            @Override
            String newToken() {
                return SecretGenerator.getInstance().randomString(TYPED_LENGTH, TYPED);
            }
        };

        String newToken() {
            return encoded(SecretGenerator.getInstance().randomBytes(TOKEN_BYTES));
        }
    }

    /** The result of looking a token up. */
    public sealed interface Found {

        /**
         * @param state of the account when the link was looked up
         */
        record Valid(UserModel user, String tokenHash, Purpose purpose, AccountState state)
                implements Found {}

        /** No such link in this realm for this purpose, or the account has changed since. */
        record Unknown() implements Found {}

        record Used() implements Found {}

        record Expired() implements Found {}
    }

    /** Of the tokens that can be typed: 62 bits. */
    public static final int TYPED_LENGTH = 12;

    private static final char[] TYPED = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".toCharArray();

    private static final int TOKEN_BYTES = 32;

    /** 32 bytes in base64url. */
    private static final int TOKEN_LENGTH = 43;

    /** How long an expired link is remembered, so that the answer can say that it has expired. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final KeycloakSession session;
    private final RealmModel realm;

    public Links(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Issues a link for the user and returns its token: 43 characters of base64url, or {@value
     * #TYPED_LENGTH} capitals and digits. No other link has it, in whatever realm.
     */
    public String issue(UserModel user, Purpose purpose, Duration lifetime) {
        String token = purpose.newToken();
        while (entity(session, token).isPresent()) {
            token = purpose.newToken();
        }
        entities(session)
                .persist(
                        new LinkEntity(
                                hash(token),
                                realm.getId(),
                                user.getId(),
                                purpose.name(),
                                AccountState.of(session, user).fingerprint(),
                                now() + lifetime.toMillis()));
        return token;
    }

    /** Looks a link up without using it. */
    public Found find(String token, Purpose purpose) {
        return find(token, Set.of(purpose), null);
    }

    /** The same for a link that has one of these purposes. */
    public Found find(String token, Set<Purpose> purposes) {
        return find(token, purposes, null);
    }

    /** The same for a link to this address. */
    public Found find(String token, Purpose purpose, String email) {
        return find(token, Set.of(purpose), email);
    }

    /**
     * @param email null for a link to any address
     */
    private Found find(String token, Set<Purpose> purposes, String email) {
        LinkEntity link = entity(session, token).orElse(null);
        if (link == null || !link.realmId().equals(realm.getId())) {
            return new Found.Unknown();
        }
        return purposes.stream()
                .filter(purpose -> link.purpose().equals(purpose.name()))
                .findFirst()
                .map(purpose -> find(token, link, purpose, email))
                .orElseGet(Found.Unknown::new);
    }

    private Found find(String token, LinkEntity link, Purpose purpose, String email) {
        if (link.isUsed()) {
            return new Found.Used();
        }
        if (link.expiresAt() <= now()) {
            return new Found.Expired();
        }
        UserModel user = session.users().getUserById(realm, link.userId());
        if (user == null || !user.isEnabled() || !isTo(email, user)) {
            return new Found.Unknown();
        }
        AccountState state = AccountState.of(session, user);
        return link.accountState().equals(state.fingerprint())
                ? new Found.Valid(user, hash(token), purpose, state)
                : new Found.Unknown();
    }

    private static boolean isTo(String email, UserModel user) {
        return email == null || EmailSyntax.isSame(email, user.getEmail());
    }

    /** Uses a link. Of several uses at the same moment, on any node, one succeeds. */
    public boolean use(Found.Valid link) {
        return entities(session)
                        .createQuery(
                                "update LinkEntity l set l.usedAt = :now"
                                        + " where l.tokenHash = :hash and l.usedAt is null")
                        .setParameter("now", now())
                        .setParameter("hash", link.tokenHash())
                        .executeUpdate()
                == 1;
    }

    /** Ends all links of the user, whatever their purpose. */
    public void endAll(UserModel user) {
        entities(session)
                .createQuery(
                        "update LinkEntity l set l.usedAt = :now where l.realmId = :realm"
                                + " and l.userId = :user and l.usedAt is null")
                .setParameter("now", now())
                .setParameter("realm", realm.getId())
                .setParameter("user", user.getId())
                .executeUpdate();
    }

    /**
     * Whether a link of this purpose was issued lately for the account as it is now, used or not.
     */
    public boolean wasIssued(UserModel user, Purpose purpose) {
        return entities(session)
                        .createQuery(
                                "select count(l) from LinkEntity l where l.realmId = :realm"
                                        + " and l.userId = :user and l.purpose = :purpose"
                                        + " and l.accountState = :state",
                                Long.class)
                        .setParameter("realm", realm.getId())
                        .setParameter("user", user.getId())
                        .setParameter("purpose", purpose.name())
                        .setParameter("state", AccountState.of(session, user).fingerprint())
                        .getSingleResult()
                > 0;
    }

    /** Ends the links of the user that have this purpose. */
    public void end(UserModel user, Purpose purpose) {
        entities(session)
                .createQuery(
                        "update LinkEntity l set l.usedAt = :now where l.realmId = :realm"
                                + " and l.userId = :user and l.purpose = :purpose"
                                + " and l.usedAt is null")
                .setParameter("now", now())
                .setParameter("realm", realm.getId())
                .setParameter("user", user.getId())
                .setParameter("purpose", purpose.name())
                .executeUpdate();
    }

    /** The realm that a token belongs to, for a request at the root. */
    public static Optional<String> realmOf(KeycloakSession session, String token) {
        return entity(session, token).map(LinkEntity::realmId);
    }

    /** The id of the user of this realm whom a link was issued for, used or not. */
    public Optional<String> holderOf(String token) {
        return entity(session, token)
                .filter(link -> link.realmId().equals(realm.getId()))
                .map(LinkEntity::userId);
    }

    static void forgetOld(KeycloakSession session) {
        entities(session)
                .createQuery("delete from LinkEntity l where l.expiresAt < :before")
                .setParameter("before", now() - REMEMBERED.toMillis())
                .executeUpdate();
    }

    static void forgetUser(KeycloakSession session, String realmId, String userId) {
        entities(session)
                .createQuery(
                        "delete from LinkEntity l where l.realmId = :realm and l.userId = :user")
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .executeUpdate();
    }

    static void forgetRealm(KeycloakSession session, String realmId) {
        entities(session)
                .createQuery("delete from LinkEntity l where l.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    private static Optional<LinkEntity> entity(KeycloakSession session, String token) {
        return token.length() == TOKEN_LENGTH || token.length() == TYPED_LENGTH
                ? Optional.ofNullable(entities(session).find(LinkEntity.class, hash(token)))
                : Optional.empty();
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private static String hash(String token) {
        return Sha256.base64Url(token);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static long now() {
        return Time.currentTimeMillis();
    }
}
