package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Sign-ins and refreshes that are under way while something ends the sessions of their user. No
 * session may be left, whichever of the two the server comes to first. {@code
 * -Dauthrealm.test.rounds=1000} runs more rounds than a build has time for.
 */
class SessionRacesIT {

    private static final int ROUNDS = Integer.getInteger("authrealm.test.rounds", 50);

    /** Users at the same time; the server needs the other core. */
    private static final int USERS = 2;

    /** Slow enough that a sign-in is under way for a while. */
    private static final String POLICY = "hashAlgorithm(pbkdf2-sha256) and hashIterations(60000)";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .setting("recovery_floor_ms", "0")
                    .with(r -> r.put("passwordPolicy", POLICY).put("accessTokenLifespan", 7200));

    private static final ExecutorService requests = Executors.newCachedThreadPool();

    private static Api admin;

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
    }

    @AfterAll
    static void endRequests() {
        requests.shutdownNow();
    }

    /** What ends the sessions of a user. */
    enum End {
        RESET_BY_LINK {
            @Override
            void prepare(Subject subject) {
                int number = mailbox.of(subject.email()).size() + 1;
                realm.api()
                        .post("/v1/auth/forgot-password", Map.of("email", subject.email()))
                        .assertStatus(202);
                subject.link = mailbox.await(subject.email(), number).token();
            }

            @Override
            void happen(Subject subject) {
                realm.api()
                        .post(
                                "/v1/auth/reset-password",
                                Map.of("token", subject.link, "new_password", subject.next()))
                        .assertStatus(200);
            }
        },
        CHANGE_OF_PASSWORD {
            @Override
            void prepare(Subject subject) {
                subject.kept = realm.api().login(subject.email(), subject.password).assertTokens();
            }

            @Override
            void happen(Subject subject) {
                String old = subject.password;
                realm.api()
                        .bearer(subject.kept)
                        .post(
                                "/v1/auth/password",
                                Map.of("current_password", old, "new_password", subject.next()))
                        .assertStatus(200);
            }
        },
        ADMINS_PASSWORD {
            @Override
            void happen(Subject subject) {
                admin.post(subject.path() + "/password", Map.of("password", subject.next()))
                        .assertStatus(204);
            }
        },
        SUSPENSION {
            @Override
            void happen(Subject subject) {
                admin.patch(subject.path(), Map.of("status", "suspended")).assertStatus(200);
            }

            @Override
            void undo(Subject subject) {
                admin.patch(subject.path(), Map.of("status", "active")).assertStatus(200);
            }
        },
        REVOKE_ALL {
            @Override
            void happen(Subject subject) {
                admin.post(subject.path() + "/sessions/revoke-all").assertStatus(200);
            }
        },
        DELETION {
            @Override
            void happen(Subject subject) {
                admin.delete(subject.path()).assertStatus(204);
            }

            @Override
            void undo(Subject subject) {
                admin.post(subject.path() + "/restore").assertStatus(200);
            }
        },
        DELETE_SESSION {
            @Override
            void prepare(Subject subject) {
                subject.kept = realm.api().login(subject.email(), subject.password).assertTokens();
            }

            @Override
            void happen(Subject subject) {
                realm.api()
                        .bearer(subject.kept)
                        .delete("/v1/auth/sessions/" + subject.tokens.sessionId())
                        .assertStatus(200);
            }
        };

        void prepare(Subject subject) {}

        abstract void happen(Subject subject);

        void undo(Subject subject) {}
    }

    /** A user, round after round. */
    private static final class Subject {

        final TestUser user = realm.user();
        String password = user.password();
        int passwords;

        /** What a refresh is tried with, and whose session is to end. */
        Tokens tokens;

        /** The session that ends the others. */
        Tokens kept;

        String link;

        String email() {
            return user.email();
        }

        String path() {
            return "/v1/users/" + user.id();
        }

        String next() {
            password = "another-horse-battery-" + ++passwords;
            return password;
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DELETE_SESSION")
    void signInUnderWayLeavesNoSession(End end, TestReporter reporter) {
        AtomicInteger tokens = new AtomicInteger();
        inRounds(
                end,
                subject -> {
                    String password = subject.password;
                    CompletableFuture<Answer> signIn =
                            start(() -> realm.api().login(subject.email(), password));
                    // Later, the sign-in may begin after the end, and is right to leave a session.
                    pause(30, 140);
                    end.happen(subject);
                    Answer answer = signIn.join();
                    if (answer.status() == 200) {
                        tokens.incrementAndGet();
                        assertDead(answer.assertTokens());
                    } else {
                        answer.assertErrorEnvelope();
                    }
                    assertOnlyKeptIsListed(subject);
                });
        report(reporter, "sign-ins", end, tokens);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SUSPENSION")
    void refreshUnderWayLeavesNoSession(End end, TestReporter reporter) {
        AtomicInteger tokens = new AtomicInteger();
        inRounds(
                end,
                subject -> {
                    Tokens before =
                            realm.api().login(subject.email(), subject.password).assertTokens();
                    subject.tokens = before;
                    // Reading a session can put it back into the cache that it was removed from.
                    CompletableFuture<Answer> read =
                            start(() -> realm.api().bearer(before).get("/v1/auth/me"));
                    CompletableFuture<Answer> refresh =
                            start(() -> realm.api().refresh(before.refresh()));
                    pause(0, 25);
                    CompletableFuture<Answer> readLater =
                            start(() -> realm.api().bearer(before).get("/v1/auth/me"));
                    end.happen(subject);
                    Answer answer = refresh.join();
                    read.join();
                    readLater.join();
                    assertDead(before);
                    if (answer.status() == 200) {
                        tokens.incrementAndGet();
                        assertDead(answer.assertTokens());
                    } else {
                        answer.assertStatus(401);
                    }
                    assertOnlyKeptIsListed(subject);
                });
        report(reporter, "refreshes", end, tokens);
    }

    private interface Round {
        void run(Subject subject);
    }

    private static void inRounds(End end, Round round) {
        Parallel.run(
                USERS,
                USERS,
                i -> {
                    Subject subject = new Subject();
                    for (int r = 0; r < ROUNDS / USERS; r++) {
                        subject.kept = null;
                        end.prepare(subject);
                        round.run(subject);
                        end.undo(subject);
                        assertOnlyKeptIsListed(subject);
                    }
                    return null;
                });
    }

    private static void assertDead(Tokens tokens) {
        realm.api().bearer(tokens).get("/v1/auth/me").assertError(401, "unauthorized");
        Answer refresh = realm.api().refresh(tokens.refresh());
        assertThat(refresh.status()).as(refresh.toString()).isEqualTo(401);
        assertThat(refresh.errorCode())
                .isIn(
                        "auth.session_revoked",
                        "auth.account_suspended",
                        "auth.refresh_token_invalid");
    }

    /** By the API's list for admins, and by Keycloak's own. */
    private static void assertOnlyKeptIsListed(Subject subject) {
        String[] kept =
                subject.kept == null ? new String[0] : new String[] {subject.kept.sessionId()};
        assertThat(realm.sessionIds(subject.user)).containsExactly(kept);
        Answer list = admin.get(subject.path() + "/sessions");
        if (list.status() == 200) {
            JsonNode items = list.json().path("items");
            assertThat(items.findValuesAsText("id")).containsExactly(kept);
        }
        if (subject.kept != null) {
            realm.api().bearer(subject.kept).get("/v1/auth/me").assertStatus(200);
        }
    }

    private static CompletableFuture<Answer> start(Supplier<Answer> request) {
        return CompletableFuture.supplyAsync(request, requests);
    }

    private static void pause(int fromMillis, int toMillis) {
        long millis = ThreadLocalRandom.current().nextLong(fromMillis, toMillis);
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private static void report(
            TestReporter reporter, String what, End end, AtomicInteger withTokens) {
        reporter.publishEntry(
                end + ", " + what,
                "%d rounds, %d answered with tokens, no session left"
                        .formatted(ROUNDS / USERS * USERS, withTokens.get()));
    }
}
