package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Links of JITSudo that are too old. No setting shortens the life of an invitation, so the test
 * sets in the database how long ago a link was mailed.
 */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server with a database that it can reach")
@ResourceLock(PostgresServer.LOCK)
@Order(10)
class LinkExpiryIT {

    private static final String NEW = "a-new-horse-battery";
    private static final Duration INVITATION = Duration.ofHours(24);

    /** The default of {@code link_lifetime_seconds}. */
    private static final Duration RESET = Duration.ofHours(1);

    private static final Duration LITTLE = Duration.ofMinutes(5);

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    private static TestDatabase database;
    private static TestRealm realm;
    private static Jitsudo client;
    private static Jitsudo admin;

    @BeforeAll
    static void prepare() {
        PostgresServer server = PostgresServer.running();
        database = server.database();
        realm =
                TestRealm.on(server.admin())
                        .with(mailbox::serve)
                        .with(it -> it.put("verifyEmail", true))
                        .create();
        client = Jitsudo.of(realm);
        admin = client.as(realm.admin("manage-users"));
    }

    private static void mailedEarlier(String userId, Duration time) {
        database.execute(
                "update authrealm_link set expires_at = expires_at - ?"
                        + " where user_id = ? and used_at is null",
                time.toMillis(),
                userId);
    }

    private static String invited(String email) {
        return admin.post("/users", "email", email, "name", "Ada", "password", NEW)
                .assertStatus(201)
                .text("id");
    }

    private static Answer verify(String token) {
        return client.post("/auth/verify-email", "token", token);
    }

    @Test
    void invitationEndsAfterADayAndAnotherOneIsMailed() {
        String email = TestRealm.newEmail();
        String id = invited(email);
        String old = mailbox.await(email, 1).token();
        mailedEarlier(id, INVITATION);
        Jitsudo.assertError(verify(old), 400, "invalid_token");
        Jitsudo.assertError(client.login(email, NEW), 403, "email_not_verified");

        admin.postNothing("/users/" + id + "/resend-invite").assertStatus(200);
        String young = mailbox.await(email, 2).token();
        mailedEarlier(id, INVITATION.minus(LITTLE));
        Jitsudo.assertError(verify(old), 400, "invalid_token");
        assertThat(verify(young).assertStatus(200).text("email")).isEqualTo(email);
        Jitsudo.loggedIn(client.login(email, NEW));
    }

    @Test
    void linkForANewPasswordEnds() {
        TestUser user = realm.user();
        String old = reset(user, 1);
        mailedEarlier(user.id(), RESET);
        Answer late = client.post("/auth/reset-password", "token", old, "new_password", NEW);
        Jitsudo.assertError(late, 400, "invalid_token");
        Jitsudo.loggedIn(client.login(user));

        String young = reset(user, 2);
        mailedEarlier(user.id(), RESET.minus(LITTLE));
        client.post("/auth/reset-password", "token", young, "new_password", NEW).assertStatus(200);
        Jitsudo.loggedIn(client.login(user.email(), NEW));
    }

    private static String reset(TestUser user, int number) {
        client.post("/auth/request-password-reset", "email", user.email()).assertStatus(202);
        return mailbox.await(user.email(), number).token();
    }
}
