package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Invites whose time is over. The server looks for old ones every second, and the test sets in the
 * database how long ago they were sent.
 */
@PrivateApi
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server with a database that it can reach")
@ResourceLock(PostgresServer.LOCK)
@Order(10)
class InviteExpiryIT {

    private static final String INVITES = "/v1/invites";
    private static final String ACCEPT = "/v1/invites/accept";
    private static final String NEW = "a-new-horse-battery";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static TestDatabase database;
    private static TestRealm realm;
    private static Api admin;

    @BeforeAll
    static void prepare() {
        PostgresServer server = PostgresServer.running();
        database = server.database();
        realm = TestRealm.on(server.admin()).setting("invite_lifetime_days", "2").create();
        admin = realm.as(realm.admin("manage-users"));
    }

    private record Sent(String id, String email, String token) {

        static Sent newOne() {
            return of(admin.post(INVITES, Map.of("email", TestRealm.newEmail())).assertStatus(201));
        }

        static Sent of(Answer answer) {
            return new Sent(answer.text("id"), answer.text("email"), answer.text("token"));
        }

        Sent since(Duration ago) {
            database.execute(
                    "update authrealm_invite set created_at = created_at - ?,"
                            + " expires_at = expires_at - ?, ends_at = ends_at - ? where id = ?",
                    ago.toMillis(),
                    ago.toMillis(),
                    ago.toMillis(),
                    id);
            return this;
        }

        boolean isStored() {
            return database.count("select count(*) from authrealm_invite where id = ?", id) == 1;
        }

        Answer accept() {
            return realm.api().post(ACCEPT, Map.of("token", token, "password", NEW));
        }
    }

    private static String list() {
        return admin.get("/v1/tenants/" + realm.tenantId() + "/invites").assertStatus(200).body();
    }

    @Test
    void expiredInviteCanOnlyBeSentAgain() {
        Sent young = Sent.newOne().since(Duration.ofHours(47));
        Sent old = Sent.newOne().since(Duration.ofHours(48));
        old.accept().assertError(400, "invite.expired");
        assertThat(realm.usersWithEmail(old.email())).isEmpty();
        assertThat(list()).contains("\"expired\"");
        admin.delete(INVITES + "/" + old.id()).assertError(404, "not_found");
        TestUser user = realm.user(old.email(), TestRealm.PASSWORD, u -> {});
        Api own = realm.as(user);
        assertThat(own.get("/v1/me/invites").assertStatus(200).json().path("items")).isEmpty();
        own.post(ACCEPT, Map.of("token", old.token())).assertError(400, "invite.expired");
        own.post("/v1/me/invites/" + old.id() + "/accept").assertError(400, "invite.invalid");

        Sent again = Sent.of(admin.post(INVITES + "/" + old.id() + "/resend").assertStatus(200));
        own.post(ACCEPT, Map.of("token", old.token())).assertError(400, "invite.link_invalid");
        own.post(ACCEPT, Map.of("token", again.token())).assertStatus(200);
        young.accept().assertTokens();
    }

    @Test
    void rowsGoAfterNinetyDays() {
        Sent kept = Sent.newOne().since(Duration.ofDays(91));
        Sent old = Sent.newOne().since(Duration.ofDays(93));
        Sent accepted = Sent.newOne();
        Tokens tokens = accepted.accept().assertTokens();
        Sent revoked = Sent.newOne();
        admin.delete(INVITES + "/" + revoked.id()).assertStatus(204);
        revoked.since(Duration.ofDays(91));
        Await.until("the rows are gone", SOON, () -> !old.isStored() && !revoked.isStored());
        assertThat(kept.isStored()).isTrue();
        old.accept().assertError(400, "invite.link_invalid");

        // The address of a user who is purged goes too, and a new invite to it stays.
        admin.delete("/v1/users/" + tokens.userId()).assertStatus(204);
        Sent next =
                Sent.of(admin.post(INVITES, Map.of("email", accepted.email())).assertStatus(201));
        assertThat(accepted.isStored()).isTrue();
        admin.delete("/v1/users/" + tokens.userId() + "/purge").assertStatus(204);
        assertThat(accepted.isStored()).isFalse();
        next.accept().assertTokens();
    }
}
