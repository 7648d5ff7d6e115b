package io.authrealm.api.store;

import io.authrealm.core.text.EmailSyntax;
import io.authrealm.core.text.Sha256;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The invites of a realm. Each has a token of 256 bits, of which the database has only the SHA-256.
 *
 * <p>Every change is one statement with a condition on the row, so of several changes at the same
 * moment, on any node, those that do not go together do not both happen. A change that is rolled
 * back leaves the invite as it was. Nothing that is read here stays in the session's memory: what
 * is read after a change shows the change.
 */
public final class Invites {

    /** What has become of an invite. */
    public enum State {
        PENDING,
        ACCEPTED,
        REVOKED,
        DECLINED,

        /** Was pending for too long. No row has it: it follows from the time. */
        EXPIRED
    }

    /**
     * An invite as it was when it was read.
     *
     * @param email in lower case
     * @param roleId null if the invite is to no role
     * @param acceptedAt null if it was not accepted
     * @param inviter the admin who answers for it
     */
    public record Entry(
            String id,
            String email,
            String roleId,
            State state,
            Instant expiresAt,
            Instant acceptedAt,
            Instant createdAt,
            StoredApiKeys.Maker inviter,
            String tokenHash) {

        /** Leaves out the address and the hash. */
        @Override
        public String toString() {
            return "Invite[" + id + "]";
        }
    }

    /** An invite with its token, which nobody can read again. */
    public record Issued(Entry entry, String token) {

        /** Hides the token. */
        @Override
        public String toString() {
            return entry.toString();
        }
    }

    private static final int TOKEN_BYTES = 32;

    /** 32 bytes in base64url. */
    private static final int TOKEN_LENGTH = 43;

    /** How long an invite is remembered that was accepted or has ended otherwise. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private static final String OF_REALM = " from InviteEntity i where i.realmId = :realm";

    private static final String IS_PENDING = " and i.state = 'PENDING'";

    private final EntityManager entities;
    private final RealmModel realm;

    public Invites(KeycloakSession session, RealmModel realm) {
        this.entities = entities(session);
        this.realm = realm;
    }

    /**
     * Issues an invite.
     *
     * @param email in lower case
     * @param roleId may be null
     */
    public Issued issue(
            String email, String roleId, Duration lifetime, StoredApiKeys.Maker inviter) {
        String token = newToken();
        long now = now();
        InviteEntity row =
                new InviteEntity(
                        UUID.randomUUID().toString(),
                        realm.getId(),
                        email,
                        roleId,
                        hash(token),
                        now,
                        now + lifetime.toMillis(),
                        inviter);
        entities.persist(row);
        entities.flush();
        return new Issued(read(row), token);
    }

    /**
     * Gives an invite that is pending or has expired a new token and a new lifetime. The old token
     * ends. Nothing if there is no such invite any more.
     */
    public Optional<Issued> reissue(String id, Duration lifetime, StoredApiKeys.Maker inviter) {
        String token = newToken();
        long expiresAt = now() + lifetime.toMillis();
        boolean isReissued =
                entities.createQuery(
                                        "update InviteEntity i set i.tokenHash = :hash,"
                                                + " i.expiresAt = :expires, i.endsAt = :expires,"
                                                + " i.inviterRealmId = :inviterRealm,"
                                                + " i.inviterId = :inviter,"
                                                + " i.inviterClient = :client"
                                                + " where i.realmId = :realm and i.id = :id"
                                                + IS_PENDING)
                                .setParameter("hash", hash(token))
                                .setParameter("expires", expiresAt)
                                .setParameter("inviterRealm", inviter.realmId())
                                .setParameter("inviter", inviter.userId())
                                .setParameter("client", inviter.clientId())
                                .setParameter("realm", realm.getId())
                                .setParameter("id", normalized(id))
                                .executeUpdate()
                        == 1;
        return isReissued ? byId(id).map(entry -> new Issued(entry, token)) : Optional.empty();
    }

    /** The invite with this token, whatever has become of it. */
    public Optional<Entry> byToken(String token) {
        return token.length() == TOKEN_LENGTH
                ? entities.createQuery(
                                "select i" + OF_REALM + " and i.tokenHash = :hash",
                                InviteEntity.class)
                        .setParameter("realm", realm.getId())
                        .setParameter("hash", hash(token))
                        .getResultStream()
                        .findFirst()
                        .map(this::read)
                : Optional.empty();
    }

    /** The invite with this id, whatever has become of it. */
    public Optional<Entry> byId(String id) {
        return entities.createQuery("select i" + OF_REALM + " and i.id = :id", InviteEntity.class)
                .setParameter("realm", realm.getId())
                .setParameter("id", normalized(id))
                .getResultStream()
                .findFirst()
                .map(this::read);
    }

    /** The newest invites, whatever has become of them. */
    public List<Entry> newestFirst(int most) {
        return entities
                .createQuery(
                        "select i" + OF_REALM + " order by i.createdAt desc, i.id desc",
                        InviteEntity.class)
                .setParameter("realm", realm.getId())
                .setMaxResults(most)
                .getResultList()
                .stream()
                .map(this::read)
                .toList();
    }

    /** The newest invites that somebody with this address can accept now. */
    public List<Entry> openTo(String email, int most) {
        return entities
                .createQuery(
                        "select i"
                                + OF_REALM
                                + " and i.email = :email"
                                + IS_PENDING
                                + " and i.expiresAt > :now order by i.createdAt desc, i.id desc",
                        InviteEntity.class)
                .setParameter("realm", realm.getId())
                .setParameter("email", EmailSyntax.normalized(email))
                .setParameter("now", now())
                .setMaxResults(most)
                .getResultList()
                .stream()
                .map(this::read)
                .toList();
    }

    /**
     * Accepts an invite that was read. Of several uses at the same moment one succeeds, and none if
     * the invite was revoked or has got another token meanwhile.
     */
    public boolean accept(Entry read) {
        long now = now();
        return entities.createQuery(
                                "update InviteEntity i set i.state = 'ACCEPTED',"
                                        + " i.acceptedAt = :now, i.endsAt = :now"
                                        + " where i.realmId = :realm and i.id = :id"
                                        + IS_PENDING
                                        + " and i.tokenHash = :hash and i.expiresAt > :now")
                        .setParameter("now", now)
                        .setParameter("realm", realm.getId())
                        .setParameter("id", read.id())
                        .setParameter("hash", read.tokenHash())
                        .executeUpdate()
                == 1;
    }

    /** Revokes an invite that can still be accepted; false if there is none. */
    public boolean revoke(String id) {
        return end(id, State.REVOKED);
    }

    /** Ends an invite that can still be accepted, because its receiver does not want it. */
    public boolean decline(String id) {
        return end(id, State.DECLINED);
    }

    private boolean end(String id, State state) {
        long now = now();
        return entities.createQuery(
                                "update InviteEntity i set i.state = :state, i.endsAt = :now"
                                        + " where i.realmId = :realm and i.id = :id"
                                        + IS_PENDING
                                        + " and i.expiresAt > :now")
                        .setParameter("state", state.name())
                        .setParameter("now", now)
                        .setParameter("realm", realm.getId())
                        .setParameter("id", normalized(id))
                        .executeUpdate()
                == 1;
    }

    /** Makes other requests wait that would add to {@link #count}. */
    public void lock() {
        entities.createQuery("select r from RealmEntity r where r.id = :realm", Object.class)
                .setParameter("realm", realm.getId())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /**
     * How many invites can be accepted now, or have ended otherwise than by that within {@code
     * period}. Without the latter, somebody could send any number of mails by revoking each invite.
     */
    public long count(Duration period) {
        long now = now();
        return entities.createQuery(
                        "select count(i)"
                                + OF_REALM
                                + " and ((i.state = 'PENDING' and i.expiresAt > :now)"
                                + " or (i.state in ('REVOKED', 'DECLINED')"
                                + " and i.endsAt > :since))",
                        Long.class)
                .setParameter("realm", realm.getId())
                .setParameter("now", now)
                .setParameter("since", now - period.toMillis())
                .getSingleResult();
    }

    /** The realm that a token belongs to, for a request at the root. */
    public static Optional<String> realmOf(KeycloakSession session, String token) {
        return token.length() == TOKEN_LENGTH
                ? entities(session)
                        .createQuery(
                                "select i.realmId from InviteEntity i where i.tokenHash = :hash",
                                String.class)
                        .setParameter("hash", hash(token))
                        .getResultStream()
                        .findFirst()
                : Optional.empty();
    }

    static void forgetOld(KeycloakSession session) {
        entities(session)
                .createQuery("delete from InviteEntity i where i.endsAt < :before")
                .setParameter("before", now() - REMEMBERED.toMillis())
                .executeUpdate();
    }

    /** The address of a user who is removed goes with the user. A new invite to it stays. */
    static void forgetUser(KeycloakSession session, String realmId, UserModel user) {
        if (user.getEmail() != null) {
            entities(session)
                    .createQuery(
                            "delete from InviteEntity i where i.realmId = :realm"
                                    + " and i.email = :email and i.state <> 'PENDING'")
                    .setParameter("realm", realmId)
                    .setParameter("email", EmailSyntax.normalized(user.getEmail()))
                    .executeUpdate();
        }
    }

    static void forgetRealm(KeycloakSession session, String realmId) {
        entities(session)
                .createQuery("delete from InviteEntity i where i.realmId = :realm")
                .setParameter("realm", realmId)
                .executeUpdate();
    }

    private Entry read(InviteEntity row) {
        entities.detach(row);
        boolean isOver = row.state() == State.PENDING && row.expiresAt() <= now();
        return new Entry(
                row.id(),
                row.email(),
                row.roleId(),
                isOver ? State.EXPIRED : row.state(),
                Instant.ofEpochMilli(row.expiresAt()),
                row.acceptedAt() == null ? null : Instant.ofEpochMilli(row.acceptedAt()),
                Instant.ofEpochMilli(row.createdAt()),
                row.inviter(),
                row.tokenHash());
    }

    private static EntityManager entities(KeycloakSession session) {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    private static String newToken() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(SecretGenerator.getInstance().randomBytes(TOKEN_BYTES));
    }

    private static String normalized(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    private static String hash(String token) {
        return Sha256.base64Url(token);
    }

    private static long now() {
        return Time.currentTimeMillis();
    }
}
