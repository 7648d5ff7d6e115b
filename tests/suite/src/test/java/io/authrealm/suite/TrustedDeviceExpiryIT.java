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
 * Browsers whose trust has ended with time. The server looks for them every second, and the test
 * sets in the database how long ago they were trusted.
 */
@PrivateApi
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server with a database that it can reach")
@ResourceLock(PostgresServer.LOCK)
@Order(10)
class TrustedDeviceExpiryIT {

    private static final String SECRET = "trusted-device-secret";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static TestDatabase database;
    private static TestRealm realm;

    @BeforeAll
    static void prepare() {
        PostgresServer server = PostgresServer.running();
        database = server.database();
        realm =
                TestRealm.on(server.admin())
                        .setting("remember_device_enabled", "true")
                        .setting("remember_device_days", "30")
                        .create();
    }

    /** A user who trusts one browser, and that browser. */
    private record Trusting(TestUser user, HostedPage page) {

        static Trusting newOne() {
            TestUser user = realm.userWithTotp(SECRET);
            HostedPage page = new HostedPage(realm);
            page.mfa(
                            Map.of(
                                    "mfa_token",
                                    page.signIn(user).assertChallenge(),
                                    "code",
                                    Totp.codeNow(SECRET),
                                    "remember",
                                    true))
                    .assertStatus(200);
            assertThat(page.cookie("qe_td")).hasSize(43);
            return new Trusting(user, page);
        }

        Trusting since(Duration ago) {
            database.execute(
                    "update authrealm_trusted_device set created_at = created_at - ?"
                            + " where user_id = ?",
                    ago.toMillis(),
                    user.id());
            return this;
        }

        Trusting endsEarlierBy(Duration time) {
            database.execute(
                    "update authrealm_trusted_device set expires_at = expires_at - ?"
                            + " where user_id = ?",
                    time.toMillis(),
                    user.id());
            return this;
        }

        boolean isStored() {
            return database.count(
                            "select count(*) from authrealm_trusted_device where user_id = ?",
                            user.id())
                    == 1;
        }

        Answer signIn() {
            return page.signIn(user);
        }
    }

    @Test
    void rowsGoWhenTheirTimeIsOver() {
        Trusting young = Trusting.newOne().endsEarlierBy(Duration.ofDays(29));
        Trusting old = Trusting.newOne().endsEarlierBy(Duration.ofDays(30));
        old.signIn().assertChallenge();
        Await.until("the row is gone", SOON, () -> !old.isStored());
        old.signIn().assertChallenge();
        assertThat(young.isStored()).isTrue();
        young.signIn().assertStatus(200);
    }

    /** The row says that there is time left, and what the realm allows now is over. */
    @Test
    void realmCanHaveShortenedTheTime() {
        Trusting old = Trusting.newOne().since(Duration.ofDays(31));
        Trusting young = Trusting.newOne().since(Duration.ofDays(29));
        old.signIn().assertChallenge();
        young.signIn().assertStatus(200);
        assertThat(old.isStored()).isTrue();
    }
}
