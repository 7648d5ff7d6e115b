package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Sign-ins and refreshes that are under way while something ends the sessions of their user. No
 * session may be left, in either order of the two. With {@code -Psoak}, or {@code
 * -Dauthrealm.test.rounds=1000}, there are more rounds than a build has time for.
 */
class SessionRacesIT {

    private static final int ROUNDS =
            Integer.getInteger("authrealm.test.rounds", Soak.or(1000, 24));

    /** Concurrent users. */
    private static final int USERS = 4;

    /** Just slow enough that a sign-in is under way for a while. */
    private static final String POLICY = "hashAlgorithm(pbkdf2-sha256) and hashIterations(10000)";

    private static final String SECRET = "secret-of-the-races";

    private static final Duration MOST_PAUSE = Duration.ofMillis(50);

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .setting("recovery_floor_ms", "0")
                    .with(
                            r ->
                                    r.put("passwordPolicy", POLICY)
                                            .put("accessTokenLifespan", 7200)
                                            .put("otpPolicyType", "totp")
                                            .put("otpPolicyAlgorithm", "HmacSHA1")
                                            .put("otpPolicyDigits", 6)
                                            .put("otpPolicyPeriod", 30)
                                            .put("otpPolicyLookAheadWindow", 10)
                                            .put("bruteForceProtected", false));

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

    /** The ways to end the sessions of a user. */
    enum End {
        RESET_BY_LINK {
            @Override
            void prepare(Subject subject) {
                long before = links(subject).size();
                realm.api().forgotPassword(subject.email()).assertStatus(202);
                Await.until("a link", Duration.ofSeconds(20), () -> links(subject).size() > before);
                subject.link = links(subject).get((int) before);
            }

            /** The mails include notices of a new password. */
            private List<String> links(Subject subject) {
                return mailbox.of(subject.email()).stream()
                        .filter(mail -> mail.text().contains("token="))
                        .map(Mailbox.Mail::token)
                        .toList();
            }

            @Override
            void happen(Subject subject) {
                realm.api().resetPassword(subject.link, subject.next()).assertStatus(200);
            }
        },
        CHANGE_OF_PASSWORD {
            @Override
            void prepare(Subject subject) {
                subject.kept = subject.signIn();
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
            /**
             * The password stays valid, so a sign-in that the server handles after the end may
             * leave a session. A sign-in that waits for its second factor may not.
             */
            @Override
            boolean isUnderWayFromTheFirstFactorOn() {
                return true;
            }

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
                subject.kept = subject.signIn();
            }

            @Override
            void happen(Subject subject) {
                realm.api()
                        .bearer(subject.kept)
                        .delete("/v1/auth/sessions/" + subject.tokens.sessionId())
                        .assertStatus(200);
            }

            @Override
            void undo(Subject subject) {
                realm.api().bearer(subject.kept).post("/v1/auth/logout").assertStatus(200);
                subject.kept = null;
            }
        };

        boolean isUnderWayFromTheFirstFactorOn() {
            return false;
        }

        void prepare(Subject subject) {}

        abstract void happen(Subject subject);

        void undo(Subject subject) {}
    }

    /** A user in one round after another. */
    private static final class Subject {

        final TestUser user;
        final boolean hasSecondFactor;
        String password;
        int passwords;

        /** The tokens of the session that is to end. */
        Tokens tokens;

        /** The session that ends the others. */
        Tokens kept;

        /** The answer to the request under way; null if it was refused. */
        Tokens crossing;

        String link;

        private int codes;

        Subject(End end) {
            hasSecondFactor = end.isUnderWayFromTheFirstFactorOn();
            user = hasSecondFactor ? realm.userWithTotp(SECRET) : realm.user();
            password = user.password();
        }

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

        Tokens signIn() {
            return lastRequestOfSignIn().get().assertTokens();
        }

        /** The request that ends in tokens, after all previous ones. */
        Supplier<Answer> lastRequestOfSignIn() {
            String now = password;
            if (!hasSecondFactor) {
                return () -> realm.api().login(email(), now);
            }
            String challenge = realm.api().login(email(), now).text("mfa_token");
            // A code is accepted once, and a round signs in more than once.
            String code = Totp.codeAfter(SECRET, codes++);
            return () -> realm.api().mfa(challenge, code);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DELETE_SESSION")
    void signInUnderWayLeavesNoSession(End end, TestReporter reporter) {
        AtomicInteger tokens = new AtomicInteger();
        inRounds(
                end,
                subject -> {
                    Supplier<Answer> signIn = subject.lastRequestOfSignIn();
                    Answer answer = atOnce(signIn, () -> end.happen(subject));
                    if (answer.status() == 200) {
                        tokens.incrementAndGet();
                        subject.crossing = answer.assertTokens();
                        assertDead(subject.crossing);
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
                    Tokens before = subject.signIn();
                    subject.tokens = before;
                    // Reading a session can put it back into the cache from which it was removed.
                    CompletableFuture<Answer> read =
                            start(() -> realm.api().bearer(before).get("/v1/auth/me"));
                    Answer answer =
                            atOnce(
                                    () -> realm.api().refresh(before.refresh()),
                                    () -> end.happen(subject));
                    read.join();
                    assertDead(before);
                    if (answer.status() == 200) {
                        tokens.incrementAndGet();
                        subject.crossing = answer.assertTokens();
                        assertDead(subject.crossing);
                    } else {
                        answer.assertStatus(401);
                    }
                    assertOnlyKeptIsListed(subject);
                });
        report(reporter, "refreshes", end, tokens);
    }

    @Test
    void changeUnderWayDoesNotUndoAnAdminsPassword(TestReporter reporter) {
        AtomicInteger changed = new AtomicInteger();
        inRounds(
                End.ADMINS_PASSWORD,
                subject -> {
                    Tokens own = subject.signIn();
                    String old = subject.password;
                    Map<String, String> body =
                            Map.of("current_password", old, "new_password", "chosen-horse-battery");
                    Answer change =
                            atOnce(
                                    () -> realm.api().bearer(own).post("/v1/auth/password", body),
                                    () -> End.ADMINS_PASSWORD.happen(subject));
                    if (change.status() == 200) {
                        changed.incrementAndGet();
                    }
                    assertDead(own);
                    realm.api()
                            .login(subject.email(), "chosen-horse-battery")
                            .assertError(401, "auth.invalid_credentials");
                    End.REVOKE_ALL.happen(subject);
                });
        report(reporter, "changes of the password", End.ADMINS_PASSWORD, changed);
    }

    @Test
    void ofResetByLinkAndChangeOfPasswordOneSucceeds(TestReporter reporter) {
        AtomicInteger changed = new AtomicInteger();
        inRounds(
                End.RESET_BY_LINK,
                subject -> {
                    Tokens own = subject.signIn();
                    String old = subject.password;
                    String changedTo = subject.next();
                    Map<String, String> body =
                            Map.of("current_password", old, "new_password", changedTo);
                    CompletableFuture<Answer> change =
                            start(() -> realm.api().bearer(own).post("/v1/auth/password", body));
                    // A change takes longer than a reset.
                    LockSupport.parkNanos(
                            ThreadLocalRandom.current().nextLong(4 * MOST_PAUSE.toNanos()));
                    Answer reset = realm.api().resetPassword(subject.link, subject.next());
                    boolean isChanged = change.join().status() == 200;
                    assertThat(reset.status() == 200).as(reset.toString()).isNotEqualTo(isChanged);
                    if (isChanged) {
                        changed.incrementAndGet();
                        subject.password = changedTo;
                    }
                    End.REVOKE_ALL.happen(subject);
                });
        report(reporter, "changes of the password", End.RESET_BY_LINK, changed);
    }

    private interface Round {
        void run(Subject subject);
    }

    private static void inRounds(End end, Round round) {
        Parallel.run(
                USERS,
                USERS,
                i -> {
                    Subject subject = new Subject(end);
                    for (int r = 0; r < ROUNDS / USERS; r++) {
                        subject.kept = null;
                        subject.crossing = null;
                        end.prepare(subject);
                        round.run(subject);
                        end.undo(subject);
                        assertOnlyKeptIsListed(subject);
                        if (subject.crossing != null) {
                            // The user may sign in again, and the session stays ended.
                            assertDead(subject.crossing);
                        }
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

    /** According to Keycloak's own list, and the API's list for admins. */
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

    private static <T> CompletableFuture<T> start(Supplier<T> request) {
        return CompletableFuture.supplyAsync(request, requests);
    }

    /** Starts one of the two a little later than the other. */
    private static Answer atOnce(Supplier<Answer> underWay, Runnable end) {
        boolean isEndFirst = ThreadLocalRandom.current().nextInt(3) == 0;
        CompletableFuture<Answer> answer =
                start(
                        () -> {
                            pause(isEndFirst);
                            return underWay.get();
                        });
        pause(!isEndFirst);
        end.run();
        return answer.join();
    }

    private static void pause(boolean isLater) {
        if (isLater) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MOST_PAUSE.toNanos()));
        }
    }

    private static void report(
            TestReporter reporter, String what, End end, AtomicInteger withTokens) {
        reporter.publishEntry(
                end + ", " + what,
                "%d rounds, %d answered with tokens, no session left"
                        .formatted(ROUNDS / USERS * USERS, withTokens.get()));
    }
}
