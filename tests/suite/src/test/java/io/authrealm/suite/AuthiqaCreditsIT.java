package io.authrealm.suite;

import static io.authrealm.suite.Authiqa.data;
import static io.authrealm.suite.Authiqa.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tenant can switch on for the Authiqa dialect: credits, limits and a shared secret. */
class AuthiqaCreditsIT {

    private static final String KEY = Authiqa.newKey();
    private static final String OVERTAKEN_KEY = Authiqa.newKey();
    private static final String SECRET_KEY = Authiqa.newKey();
    private static final String LIMITED_KEY = Authiqa.newKey();
    private static final String SECRET = "a-secret-of-this-test-that-is-long-enough";

    /** More than there are credits for. */
    private static final int SIGN_INS = 100;

    private static final int CREDITS = 60;

    /** By default, an answer does not tell by its time whether there is an account. */
    private static final Duration MINIMUM_TIME = Duration.ofMillis(250);

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .withUserNames()
                    .setting("parent_keys", KEY)
                    .setting("parent_credits", "" + CREDITS);

    @RegisterExtension
    static final TestRealm overtaken =
            TestRealm.fresh()
                    .withUserNames()
                    .setting("parent_keys", OVERTAKEN_KEY)
                    .setting("parent_credits", "1000");

    @RegisterExtension
    static final TestRealm withSecret =
            TestRealm.fresh()
                    .withUserNames()
                    .setting("parent_keys", SECRET_KEY)
                    .setting("parent_hs256_secret", SECRET);

    @RegisterExtension
    static final TestRealm limited =
            TestRealm.fresh()
                    .withDefaultMinimumTimes()
                    .withUserNames()
                    .setting("parent_keys", LIMITED_KEY)
                    .setting("parent_sign_ins_per_minute", "5");

    private static Authiqa client() {
        return Authiqa.of(realm, KEY);
    }

    private static Authiqa withSecret() {
        return Authiqa.of(withSecret, SECRET_KEY);
    }

    /** Exact, however many sign in at once; and a refused sign-in leaves no session. */
    @PrivateApi
    @Test
    void creditsAreSpentExactly() {
        TestUser owner = Authiqa.makeOwner(realm);
        List<TestUser> users = Stream.generate(realm::user).limit(20).toList();
        refused(client().signIn(users.get(0).email(), "wrong"), 401, "INVALID_CREDENTIALS");
        List<Answer> answers =
                Parallel.run(SIGN_INS, 20, i -> client().signIn(users.get(i % users.size())));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(CREDITS);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(SIGN_INS - CREDITS)
                .allSatisfy(answer -> refused(answer, 403, "PARENT_ACCOUNT_INACTIVE"));
        assertThat(users.stream().mapToInt(user -> realm.sessionIds(user).size()).sum())
                .isEqualTo(CREDITS);

        String email = TestRealm.newEmail();
        refused(
                client().signUp(Authiqa.newName(), email, TestRealm.PASSWORD),
                400,
                "PARENT_INSUFFICIENT_BALANCE");
        assertThat(realm.usersWithEmail(email)).isEmpty();
        // Parents are never out of credits.
        Authiqa parent = client().without();
        JsonNode profile =
                data(parent.bearer(parent.token(owner)).get("user-profile")).path("user");
        assertThat(profile.path("creditBalance").asInt(-1)).isZero();

        // A sign-up costs five, a sign-in one.
        realm.updateSettings(Map.of("parent_credits", List.of("" + (CREDITS + 7))));
        data(client().signUp(Authiqa.newName(), email, TestRealm.PASSWORD));
        refused(
                client().signUp(Authiqa.newName(), TestRealm.newEmail(), TestRealm.PASSWORD),
                400,
                "PARENT_INSUFFICIENT_BALANCE");
        data(client().signIn(email, TestRealm.PASSWORD));
        data(client().signIn(email, TestRealm.PASSWORD));
        refused(client().signIn(email, TestRealm.PASSWORD), 403, "PARENT_ACCOUNT_INACTIVE");
        // What costs nothing stays open, even if an admin takes credits back that were spent.
        realm.updateSettings(Map.of("parent_credits", List.of("1")));
        data(client().resetPassword(email));
        data(realm.api().with("X-Public-Key", KEY).get(Authiqa.PATH + "organization-details"));
        // Other dialects cost nothing.
        realm.api().login(email, TestRealm.PASSWORD).assertTokens();
    }

    /**
     * A sign-in that was paid for, and whose session ended before it had a token, costs nothing.
     */
    @Test
    void signInThatWasOvertakenIsNotPaid() {
        TestUser owner = Authiqa.makeOwner(overtaken);
        Api admin = overtaken.as(overtaken.admin("manage-users"));
        Authiqa client = Authiqa.of(overtaken, OVERTAKEN_KEY);
        List<TestUser> users = Stream.generate(overtaken::user).limit(4).toList();
        List<Answer> answers =
                Parallel.run(
                        120,
                        12,
                        i -> {
                            TestUser user = users.get(i % users.size());
                            return i % 3 == 0
                                    ? admin.post("/v1/users/" + user.id() + "/sessions/revoke-all")
                                    : client.signIn(user);
                        });
        long signedIn = answers.stream().filter(answer -> answer.body().contains("token")).count();
        Authiqa parent = client.without();
        JsonNode profile =
                data(parent.bearer(parent.token(owner)).get("user-profile")).path("user");
        assertThat(profile.path("creditBalance").asLong()).isEqualTo(1_000 - signedIn);
    }

    @Test
    void signInsWithOneAddressAreLimited() {
        for (String email : List.of(limited.user().email(), TestRealm.newEmail())) {
            Authiqa client = Authiqa.of(limited, LIMITED_KEY);
            List<Answer> answers =
                    Parallel.run(10, 1, i -> client.signIn(email, TestRealm.PASSWORD));
            assertThat(answers.subList(0, 5)).noneMatch(answer -> answer.status() == 429);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 200)
                    .allSatisfy(
                            answer ->
                                    assertThat(answer.took()).isGreaterThanOrEqualTo(MINIMUM_TIME));
            Answer last = answers.get(9);
            refused(last, 429, "RATE_LIMIT_EXCEEDED");
            assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
            assertThat(last.text("error.message"))
                    .contains(last.header("Retry-After") + " seconds");
        }
    }

    @PrivateApi
    @Test
    void sharedSecretSignsTokensOfThisDialectOnly() throws Exception {
        TestUser owner = Authiqa.makeOwner(withSecret);
        TestUser child = withSecret.user();
        JsonNode signedIn = data(withSecret().signIn(child));
        assertThat(signedIn.has("jwtSecret")).isFalse();
        String token = signedIn.path("token").asText();
        assertThat(Jwt.header(token).path("alg").asText()).isEqualTo("HS256");
        assertThat(SignedJWT.parse(token).verify(new MACVerifier(SECRET))).isTrue();
        JsonNode claims = Jwt.payload(token);
        assertThat(claims.path("userID").asText()).isEqualTo(child.id());
        assertThat(claims.path("sub").asText()).isEqualTo(child.id());
        assertThat(claims.path("email").asText()).isEqualTo(child.email());
        assertThat(claims.path("accountType").asText()).isEqualTo("child");
        assertThat(claims.path("parentAccount").asText()).isEqualTo(SECRET_KEY);
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
                .isBetween(86_390L, 86_400L);

        data(withSecret().bearer(token).get("user-profile"));
        // No other dialect, and nothing of Keycloak, takes it.
        withSecret.api().bearer(token).get("/v1/auth/me").assertError(401, "unauthorized");
        assertThat(withSecret.api().bearer(token).get("/protocol/openid-connect/userinfo").status())
                .isBetween(400, 499);

        Authiqa parents = withSecret().without();
        JsonNode ofParent = data(parents.signIn(owner));
        assertThat(ofParent.path("jwtSecret").asText()).isEqualTo(SECRET);
        Authiqa bearer = parents.bearer(ofParent.path("token").asText());
        assertThat(data(bearer.get("organization-details")).at("/credentials/jwtSecret").asText())
                .isEqualTo(SECRET);
        assertThat(data(withSecret().bearer(token).get("organization-details")).toString())
                .doesNotContain(SECRET);
        assertThat(
                        data(withSecret
                                        .api()
                                        .with("X-Public-Key", SECRET_KEY)
                                        .get(Authiqa.PATH + "organization-details"))
                                .toString())
                .doesNotContain(SECRET);
        assertThat(withSecret.settings().toString()).doesNotContain(SECRET);
        data(bearer.get("child-accounts"));
    }

    @Test
    void forgedTokensAreOfNoUse() {
        TestUser user = withSecret.user();
        String token = withSecret().token(user);
        String[] parts = token.split("\\.");
        for (String forged :
                List.of(
                        parts[0] + '.' + parts[1] + '.',
                        parts[0] + '.' + parts[1] + '.' + "A".repeat(43),
                        Jwt.encoded("{\"alg\":\"none\"}") + '.' + parts[1] + '.' + parts[2],
                        parts[0] + '.' + Jwt.encoded("{\"sub\":\"x\"}") + '.' + parts[2],
                        parts[0] + ".." + parts[2],
                        "..")) {
            refused(withSecret().bearer(forged).get("user-profile"), 401, "UNAUTHORIZED");
        }
        // The session is over, and with it the token.
        withSecret
                .admin()
                .delete(withSecret.path("/sessions/" + Jwt.payload(token).path("sid").asText()));
        refused(withSecret().bearer(token).get("user-profile"), 401, "UNAUTHORIZED");
    }

    /** Who has the secret must not become users who never came in by this dialect. */
    @Test
    void appCannotMakeATokenOfASessionOfAnotherDialect() throws Exception {
        TestUser user = withSecret.user();
        JsonNode ofAnother = Jwt.payload(withSecret.signIn(user).access());
        String own = withSecret().token(user);
        refused(
                withSecret()
                        .bearer(forged(own, ofAnother.path("sid").asText()))
                        .get("user-profile"),
                401,
                "UNAUTHORIZED");
        // The same form with the session of the user's own token is good.
        data(
                withSecret()
                        .bearer(forged(own, Jwt.payload(own).path("sid").asText()))
                        .get("user-profile"));
    }

    /** The token as an app with the secret would make it for a session. */
    private static String forged(String token, String sessionId) throws Exception {
        SignedJWT original = SignedJWT.parse(token);
        SignedJWT forged =
                new SignedJWT(
                        original.getHeader(),
                        new JWTClaimsSet.Builder(original.getJWTClaimsSet())
                                .claim("sid", sessionId)
                                .build());
        forged.sign(new MACSigner(SECRET));
        return forged.serialize();
    }
}
