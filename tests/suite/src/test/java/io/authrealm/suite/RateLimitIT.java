package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RateLimitIT {

    private static final int BURST = 20;

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().withDefaultLimits();

    @RegisterExtension
    static final TestRealm strict =
            TestRealm.fresh()
                    .setting("user_rate", "0.001")
                    .setting("user_burst", "3")
                    .setting("sensitive_rate", "0.1")
                    .setting("sensitive_burst", "2");

    @RegisterExtension
    static final TestRealm strictTenant =
            TestRealm.fresh().setting("tenant_rate", "0.001").setting("tenant_burst", "3");

    @RegisterExtension
    static final TestRealm drained =
            TestRealm.fresh().setting("ip_rate", "0.001").setting("ip_burst", "3");

    private static Answer cheapRequest(Api api) {
        return api.refresh("garbage");
    }

    private static void awaitFullBucket() {
        // The bucket refills by 5 a second, so a whole burst fits in after 4 seconds without a
        // request.
        long start = System.nanoTime();
        Await.until(
                "a full bucket",
                Duration.ofSeconds(6),
                () -> System.nanoTime() - start > Duration.ofMillis(4_500).toNanos());
    }

    @Test
    void publicRoutesShareOneBucketPerAddress() {
        awaitFullBucket();
        List<Answer> answers =
                Parallel.run(
                        60,
                        4,
                        i ->
                                i % 2 == 0
                                        ? cheapRequest(realm.api())
                                        : realm.api().mfa("no-uuid", "123456"));
        assertThat(answers).filteredOn(a -> a.status() != 429).hasSizeBetween(BURST, BURST + 15);
        assertThat(answers)
                .filteredOn(a -> a.status() == 429)
                .isNotEmpty()
                .allSatisfy(Answer::assertLimited);
        Await.until(
                "the bucket lets requests through again",
                Duration.ofSeconds(5),
                () -> cheapRequest(realm.api()).status() != 429);
    }

    @Test
    void forgedForwardedHeadersDoNotHelp() {
        List<Answer> answers =
                Parallel.run(
                        80,
                        4,
                        i ->
                                cheapRequest(
                                        realm.api()
                                                .with("X-Forwarded-For", "203.0.113." + i)
                                                .with("X-Real-IP", "203.0.113." + i)
                                                .with("Forwarded", "for=203.0.113." + i)));
        assertThat(answers).filteredOn(a -> a.status() == 429).hasSizeGreaterThan(20);
    }

    @Test
    void limitedAnswerIsTheSameForKnownAndUnknownEmails() {
        String known = drained.user().email();
        String unknown = TestRealm.newEmail();
        Parallel.run(5, 1, i -> cheapRequest(drained.api()));
        Answer first = drained.api().login(known, "x");
        Answer second = drained.api().login(unknown, "x");
        first.assertLimited();
        second.assertLimited();
        assertThat(second.errorWithoutRequestId()).isEqualTo(first.errorWithoutRequestId());
    }

    @Test
    void keysAndHealthAreNotLimited() {
        List<Answer> answers =
                Parallel.run(
                        60,
                        8,
                        i ->
                                realm.api()
                                        .get(
                                                i % 2 == 0
                                                        ? "/v1/.well-known/jwks.json"
                                                        : "/v1/healthz"));
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).isEqualTo(200));
    }

    @Test
    void eachUserHasTheirOwnBucket() {
        Api one = strict.api().bearer(strict.signIn(strict.user()));
        Api other = strict.api().bearer(strict.signIn(strict.user()));
        for (int i = 0; i < 3; i++) {
            one.get("/v1/auth/me").assertStatus(200);
        }
        one.get("/v1/auth/me").assertLimited();
        one.get("/v1/me").assertLimited();
        other.get("/v1/auth/me").assertStatus(200);
    }

    @Test
    void tenantHasABucketForAllItsUsers() {
        Api one = strictTenant.api().bearer(strictTenant.signIn(strictTenant.user()));
        Api other = strictTenant.api().bearer(strictTenant.signIn(strictTenant.user()));
        one.get("/v1/auth/me").assertStatus(200);
        other.get("/v1/auth/me").assertStatus(200);
        one.get("/v1/me").assertStatus(200);
        other.get("/v1/auth/me").assertLimited();
        one.get("/v1/auth/me").assertLimited();
    }

    @Test
    void sensitiveRoutesHaveTheirOwnSmallBucket() {
        TestUser user = realm.user();
        realm.updateSettings(Map.of("ip_rate", List.of("0")));
        Tokens tokens = realm.signIn(user);
        realm.updateSettings(Map.of("ip_rate", List.of()));
        Api api = realm.api().bearer(tokens);
        for (int i = 0; i < 5; i++) {
            wrongChange(api).assertError(401, "auth.invalid_credentials");
        }
        Answer limited = wrongChange(api);
        limited.assertLimited();
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 10);
        api.get("/v1/auth/password").assertStatus(200);
        api.get("/v1/auth/me").assertStatus(200);
    }

    private static Answer wrongChange(Api api) {
        return api.post(
                "/v1/auth/password",
                Map.of("current_password", "wrong", "new_password", "a-new-horse-battery"));
    }

    @Test
    void changedLimitAppliesAtOnce() {
        TestRealm changing = TestRealm.fresh().create();
        try {
            assertThat(Parallel.run(40, 8, i -> cheapRequest(changing.api())))
                    .allSatisfy(a -> assertThat(a.status()).isEqualTo(401));
            changing.updateSettings(Map.of("ip_rate", List.of("0.001"), "ip_burst", List.of("2")));
            assertThat(Parallel.run(10, 2, i -> cheapRequest(changing.api())))
                    .filteredOn(a -> a.status() == 401)
                    .hasSizeLessThanOrEqualTo(2);
            changing.updateSettings(Map.of("ip_rate", List.of("0")));
            cheapRequest(changing.api()).assertStatus(401);
        } finally {
            changing.close();
        }
    }
}
