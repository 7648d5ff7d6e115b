package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInIT {

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().withUserNames().withDefaultHash();

    @PrivateApi
    @Test
    void tokenIsVerifiedByAnIndependentLibraryWithTheKeysOfEitherMount() throws ParseException {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);

        String realmKeys = realm.api().get("/v1/.well-known/jwks.json").assertStatus(200).body();
        JWTClaimsSet claims = Jwt.verify(tokens.access(), realmKeys);
        realm.awaitAtRoot();
        Jwt.verify(tokens.access(), TestServer.root().get("/.well-known/jwks.json").body());

        assertThat(claims.getIssuer()).isEqualTo(realm.url());
        assertThat(claims.getSubject()).isEqualTo(user.id()).isEqualTo(tokens.userId());
        assertThat(claims.getStringClaim("user_id")).isEqualTo(user.id());
        assertThat(claims.getStringClaim("tenant_id")).isEqualTo(tokens.tenantId());
        assertThat(claims.getStringClaim("sid")).isEqualTo(tokens.sessionId());
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getNotBeforeTime()).isEqualTo(claims.getIssueTime());
        assertThat(claims.getExpirationTime())
                .isEqualTo(new java.util.Date(claims.getIssueTime().getTime() + 600_000));
        assertThat(tokens.expiresAt())
                .isCloseTo(claims.getExpirationTime().toInstant(), within(1, ChronoUnit.SECONDS));
        JsonNode audience = Jwt.payload(tokens.access()).path("aud");
        assertThat(audience.isArray()).as("aud is an array: %s", audience).isTrue();
        assertThat(claims.getAudience()).isEqualTo(List.of("authrealm"));
        JsonNode header = Jwt.header(tokens.access());
        assertThat(header.path("alg").asText()).isEqualTo("ES256");
        assertThat(header.path("typ").asText()).isEqualTo("JWT");
    }

    @Test
    void eachSignInIsASessionOfItsOwn() {
        TestUser user = realm.user();
        Tokens first = realm.signIn(user);
        Tokens second = realm.signIn(user);
        assertThat(first.sessionId()).isNotEqualTo(second.sessionId());
        assertThat(realm.sessionIds(user))
                .containsExactlyInAnyOrder(first.sessionId(), second.sessionId());
    }

    /** RFC 8265: keyboards differ in how they compose letters, and phones insert wide spaces. */
    @Test
    void passwordIsTheSameHoweverItsLettersAreComposed() {
        String composed = "caf\u00E9 au lait \u00C5";
        String decomposed = "cafe\u0301\u00A0au\u3000lait A\u030A";
        String email = TestRealm.newEmail();
        realm.api().signUp(email, decomposed).assertStatus(201);
        realm.api().login(email, composed).assertTokens();
        Tokens tokens = realm.api().login(email, decomposed).assertTokens();
        realm.api().login(email, "cafe au lait A").assertError(401, "auth.invalid_credentials");
        realm.api()
                .bearer(tokens)
                .post(
                        "/v1/auth/password",
                        Map.of("current_password", composed, "new_password", composed + "!"))
                .assertStatus(200);
        realm.api().login(email, decomposed + "!").assertTokens();
    }

    /** It is of the bytes that the other system was sent. */
    @Test
    void hashOfAnotherSystemMatchesAsItWasMade() {
        String decomposed = "cafe\u0301-au-lait";
        TestUser user = realm.imported(StoredPassword.pbkdf2(decomposed, 1), decomposed);
        realm.api().login(user.email(), decomposed + "!").assertStatus(401);
        realm.api().login(user.email(), decomposed).assertTokens();
        Await.until(
                "the hash is a new one",
                Duration.ofSeconds(20),
                () -> realm.password(user).costs().equals(Credential.COSTS));
        realm.api().login(user.email(), "caf\u00E9-au-lait").assertTokens();
        realm.api().login(user.email(), decomposed).assertTokens();
    }

    @Test
    void emailIsComparedWithoutRegardToCase() {
        TestUser user = realm.user();
        Tokens tokens =
                realm.api()
                        .login(user.email().toUpperCase(Locale.ROOT), user.password())
                        .assertTokens();
        assertThat(tokens.userId()).isEqualTo(user.id());
    }

    @PrivateApi
    @Test
    void wrongPasswordAndUnknownEmailAnswerTheSame() {
        Answer wrong = realm.api().login(realm.user().email(), "not-the-password");
        wrong.assertError(401, "auth.invalid_credentials");
        Answer unknown = realm.api().login(TestRealm.newEmail(), "not-the-password");
        unknown.assertError(401, "auth.invalid_credentials");
        assertThat(unknown.errorWithoutRequestId()).isEqualTo(wrong.errorWithoutRequestId());
        assertThat(unknown.headers().map().keySet()).isEqualTo(wrong.headers().map().keySet());
    }

    @Test
    void passwordIsComparedExactly() {
        TestUser user =
                realm.user(TestRealm.newEmail(), " pässwörd mit Rand \uD83D\uDD11 ", u -> {});
        realm.signIn(user);
        realm.api()
                .login(user.email(), user.password().trim())
                .assertError(401, "auth.invalid_credentials");
    }

    @PrivateApi
    @Test
    void disabledUserIsToldSoOnlyWithTheRightPassword() {
        TestUser user = realm.user();
        realm.disable(user);
        realm.api().login(user.email(), user.password()).assertError(403, "auth.account_inactive");
        realm.api()
                .login(user.email(), "not-the-password")
                .assertError(401, "auth.invalid_credentials");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void userWithoutPasswordLooksLikeAWrongPassword() {
        TestUser user = realm.user(TestRealm.newEmail(), null, u -> {});
        realm.api()
                .login(user.email(), TestRealm.PASSWORD)
                .assertError(401, "auth.invalid_credentials");
    }

    @PrivateApi
    @Test
    void requiredActionIsNamedAndOpensNoSession() {
        TestUser user = realm.user();
        realm.updateUser(user, u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        realm.api().login(user.email(), user.password()).assertActionRequired("UPDATE_PASSWORD");
        assertThat(realm.sessionIds(user)).isEmpty();
        realm.api()
                .login(user.email(), "not-the-password")
                .assertError(401, "auth.invalid_credentials");
    }

    @Test
    void requiredActionsAreInTheOrderOfTheLoginPages() {
        TestUser user = realm.user();
        realm.updateUser(
                user,
                u ->
                        u.putArray("requiredActions")
                                .add("CONFIGURE_RECOVERY_AUTHN_CODES")
                                .add("UPDATE_PASSWORD"));
        realm.api()
                .login(user.email(), user.password())
                .assertActionRequired("UPDATE_PASSWORD", "CONFIGURE_RECOVERY_AUTHN_CODES");
    }

    /** The login page does not ask for it either. */
    @PrivateApi
    @Test
    void actionThatTheRealmHasSwitchedOffDoesNotStandInTheWay() {
        TestUser user = realm.user();
        realm.updateUser(user, u -> u.putArray("requiredActions").add("TERMS_AND_CONDITIONS"));
        realm.signIn(user);
    }

    @Test
    void actionThatTheRealmDoesNotKnowOpensNoSession() {
        TestUser user = realm.user();
        realm.updateUser(
                user,
                u ->
                        u.putArray("requiredActions")
                                .add("UPDATE_PROFILE")
                                .add("TERMS_AND_CONDITIONS")
                                .add("VERIFY_EMAIL"));
        String action = "/authentication/required-actions/UPDATE_PROFILE";
        realm.admin().delete(realm.path(action));
        realm.api()
                .login(user.email(), user.password())
                .assertActionRequired("VERIFY_EMAIL", "UPDATE_PROFILE");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @PrivateApi
    @Test
    void tokenTellsWhenTheUserSignedIn() throws InterruptedException {
        Instant before = Instant.now().minusSeconds(1);
        Tokens tokens = realm.signIn(realm.user());
        long authTime = Jwt.payload(tokens.access()).path("auth_time").asLong();
        assertThat(Instant.ofEpochSecond(authTime)).isBetween(before, Instant.now());
        // A clock that stands still could not show a difference.
        TimeUnit.SECONDS.sleep(1);
        Tokens next = realm.api().refresh(tokens.refresh()).assertTokens();
        assertThat(Jwt.payload(next.access()).path("auth_time").asLong()).isEqualTo(authTime);
        assertThat(Jwt.payload(next.access()).path("iat").asLong()).isGreaterThan(authTime);
    }

    @PrivateApi
    @Test
    void temporaryPasswordIsARequiredAction() {
        TestUser user =
                realm.user(
                        u ->
                                ((com.fasterxml.jackson.databind.node.ObjectNode)
                                                u.path("credentials").path(0))
                                        .put("temporary", true));
        realm.api().login(user.email(), user.password()).assertError(403, "auth.action_required");
    }

    @Test
    void userNameThatIsNotAnEmailIsRefused() {
        realm.user(
                TestRealm.newEmail(),
                TestRealm.PASSWORD,
                user -> user.put("username", "plain-name"));
        realm.api()
                .login("plain-name", TestRealm.PASSWORD)
                .assertInvalidField("email", "invalid_email");
    }

    @Test
    void emptyFieldsAreNamed() {
        Answer empty = realm.api().login("", "");
        empty.assertInvalidField("email", "required").assertInvalidField("password", "required");
        realm.api()
                .post("/v1/auth/login", Map.of())
                .assertInvalidField("email", "required")
                .assertInvalidField("password", "required");
    }

    @Test
    void unknownMembersAreIgnored() {
        TestUser user = realm.user();
        realm.api()
                .post(
                        "/v1/auth/login",
                        Map.of(
                                "email", user.email(),
                                "password", user.password(),
                                "remember", Map.of("deep", List.of(1, 2))))
                .assertTokens();
    }

    @Test
    void accountDeletedAfterSignInLosesItsToken() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.delete(user);
        realm.api().bearer(tokens).get("/v1/auth/me").assertError(401, "unauthorized");
        realm.api()
                .login(user.email(), user.password())
                .assertError(401, "auth.invalid_credentials");
    }
}
