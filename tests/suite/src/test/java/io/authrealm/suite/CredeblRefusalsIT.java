package io.authrealm.suite;

import static io.authrealm.suite.Credebl.assertBroken;
import static io.authrealm.suite.Credebl.assertEnvelope;
import static io.authrealm.suite.Credebl.assertError;
import static io.authrealm.suite.Credebl.data;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The refusals of the dialect of CREDEBL that take a realm with rules of its own, and who may sign
 * up with a proved address if the address of a client stands for nobody.
 */
class CredeblRefusalsIT {

    private static final String PASSWORD = "another-good-pass";
    private static final String INVALID_CREDENTIALS = "Invalid Credentials";
    private static final String PAGE = "http://localhost:3000";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("verifyEmail", true))
                    .with(r -> r.put("organizationsEnabled", true))
                    .setting("password_transport", "encrypted")
                    .setting("password_key", Credebl.KEY)
                    .setting("sessions_per_user", "1")
                    .setting("client_aliases", "admin=https://admin.example.test")
                    .setting("admin_alias", "Admin")
                    .setting("private_clients", "false");

    private static Credebl client() {
        return Credebl.of(realm);
    }

    private static Credebl signedIn(TestUser user) {
        return client().bearer(client().signedIn(user).path("access_token").asText());
    }

    // Sign-in

    @Test
    void onlyTheRightPasswordTellsWhatElseIsMissing() {
        TestUser unverified = realm.user(user -> user.put("emailVerified", false));
        assertError(client().signIn(unverified.email(), "wrong"), 401, INVALID_CREDENTIALS);
        Answer answer = client().signIn(unverified.email(), unverified.password());
        assertError(answer, 400);
        assertThat(answer.text("message")).contains("Verify the email");

        TestUser busy = realm.user();
        client().signedIn(busy);
        assertError(client().signIn(busy.email(), "wrong"), 401, INVALID_CREDENTIALS);
        Answer tooMany = client().signIn(busy.email(), busy.password());
        assertError(tooMany, 400);
        assertThat(tooMany.text("message")).contains("sessions");
    }

    /** Outside of its encryption, a password loses the blanks around it. */
    @Test
    void blanksAroundAPasswordAreKeptByEncryptionOnly() {
        String password = " blanks around it ";
        TestUser user = realm.user(TestRealm.newEmail(), password, u -> {});
        assertError(client().plain().signIn(user.email(), password), 401, INVALID_CREDENTIALS);
        data(client().signIn(user.email(), password), 200);
    }

    /** They have no member in which a client could say so. */
    @Test
    void routesThatSetPasswordsTakeNoneThatIsPlain() {
        TestUser user = realm.user();
        client().forgotPassword(user.email());
        String token = code(mailbox.await(user.email(), 1));
        Answer reset = client().plain().resetPassword(user.email(), token, PASSWORD);
        assertError(reset, 400, INVALID_CREDENTIALS);
        assertThat(reset.text("error")).isEqualTo("Bad Request");
        assertError(
                signedIn(user).plain().changePassword(user.email(), user.password(), PASSWORD),
                400,
                INVALID_CREDENTIALS);
        data(client().resetPassword(user.email(), token, PASSWORD), 200);
    }

    private static String code(Mailbox.Mail mail) {
        Matcher code = Pattern.compile("verificationCode=([A-Za-z0-9_-]+)").matcher(mail.text());
        assertThat(code.find()).as("code in %s", mail).isTrue();
        return code.group(1);
    }

    // Tokens

    @Test
    void tokensThatHaveRunOutSignTheClientOut() {
        TestRealm brief =
                TestRealm.fresh()
                        .with(r -> r.put("accessTokenLifespan", 1))
                        .with(r -> r.put("ssoSessionIdleTimeout", 4))
                        .create();
        try {
            Credebl plain = Credebl.of(brief).plain();
            JsonNode tokens = plain.signedIn(brief.user());
            // What is left of the four seconds when the answer is written.
            assertThat(tokens.path("refresh_expires_in").asInt()).isBetween(1, 4);
            Credebl expiring = plain.bearer(tokens.path("access_token").asText());
            // The session ends a moment before its token.
            Await.until(
                    "the session has ended",
                    Duration.ofSeconds(15),
                    () -> expiring.get("/users/profile").status() != 200);
            assertError(expiring.get("/users/profile"), 401);
            String refresh = tokens.path("refresh_token").asText();
            Await.until(
                    "the token has run out",
                    Duration.ofSeconds(15),
                    () -> plain.refresh(refresh).status() != 404);
            Answer refused = plain.refresh(refresh);
            assertError(refused, 401, "Refresh token has expired");
            assertThat(refused.text("error")).isEqualTo("Unauthorized");
        } finally {
            brief.close();
        }
    }

    @Test
    void whoIsGoneIsNotFoundAndOtherTokensAreNone() {
        TestUser user = realm.user();
        JsonNode tokens = client().signedIn(user);
        String refresh = tokens.path("refresh_token").asText();
        assertError(client().bearer(refresh).get("/users/profile"), 401, "Unauthorized");
        realm.delete(user);
        assertError(client().refresh(refresh), 404);
        assertEnvelope(
                client().bearer(tokens.path("access_token").asText()).get("/users/profile"), 401);
    }

    // Members and ids

    @Test
    void idsThatAreBlankAndAddressesThatAreTooLongAreRefused() {
        Credebl user = signedIn(realm.user());
        assertError(user.get("/auth/%20/sessions"), 400);
        assertError(user.delete("/auth/%20/sessions"), 400);
        String longEmail = "a".repeat(250) + "@example.test";
        assertBroken(client().mailVerification(longEmail), "email is");
        assertBroken(client().forgotPassword(longEmail), "email is");
        assertBroken(client().verify(longEmail, UUID.randomUUID().toString()), "email is");
        assertBroken(
                user.put("/users", Map.of("firstName", "x".repeat(51), "isPublic", "yes")),
                "firstName is too long",
                "isPublic must be a boolean");
        data(
                client().post(
                                "/auth/forgot-password",
                                Map.of("email", TestRealm.newEmail(), "platformName", 7)),
                200);
    }

    // The rules of the realm

    @Test
    void nobodyRegistersWithTheFrontEndOfAdmins() {
        for (String alias : List.of("ADMIN", "admin", "%20Admin%20")) {
            Answer answer =
                    client().post(
                                    "/auth/verification-mail?clientAlias=" + alias,
                                    Map.of("email", TestRealm.newEmail()));
            assertError(answer, 403);
            assertThat(answer.text("error")).isEqualTo("Forbidden");
        }
        Answer unknown =
                client().post(
                                "/auth/verification-mail?clientAlias=none",
                                Map.of("email", TestRealm.newEmail()));
        assertError(unknown, 400);
        assertThat(unknown.text("message")).doesNotContain("ADMIN");
        assertThat(data(client().get("/auth/clientAliases"), 200)).hasSize(2);

        TestUser admin = realm.user();
        data(
                client().post(
                                "/auth/forgot-password",
                                Map.of("email", admin.email(), "clientAlias", "admin")),
                200);
        assertThat(mailbox.await(admin.email(), 1).text())
                .contains("https://admin.example.test/reset-password?")
                .contains("&clientAlias=ADMIN");
    }

    @Test
    void forgottenPasswordsCanBeSwitchedOff() {
        TestUser user = realm.user();
        client().forgotPassword(user.email());
        String token = code(mailbox.await(user.email(), 1));
        realm.updateRealm(r -> r.put("resetPasswordAllowed", false));
        try {
            for (String email : List.of(user.email(), TestRealm.newEmail())) {
                data(client().forgotPassword(email), 200);
            }
            assertError(client().resetPassword(user.email(), token, PASSWORD), 400);
        } finally {
            realm.updateRealm(r -> r.put("resetPasswordAllowed", true));
        }
        assertThat(mailbox.of(user.email())).hasSize(1);
        data(client().signIn(user.email(), user.password()), 200);
    }

    @Test
    void aRealmThatInsistsOnHttpsSaysSoInTheEnvelope() {
        TestUser user = realm.user();
        Credebl asUser = signedIn(user);
        JsonNode before = realm.get("");
        realm.updateRealm(r -> r.put("sslRequired", "all"));
        try {
            for (Answer answer :
                    List.of(
                            client().signIn(user.email(), user.password()),
                            client().mailVerification(user.email()),
                            client().get("/auth/clientAliases"),
                            asUser.get("/users/profile"))) {
                assertError(answer, 403, "HTTPS is required");
            }
        } finally {
            realm.admin().put(realm.path(""), before);
        }
    }

    // The profile

    @Test
    void aProfileNamesTheOrganizationsOfItsUser() {
        String id =
                realm.admin()
                        .create(
                                realm.path("/organizations"),
                                Map.of(
                                        "name",
                                        "Analytical Engines",
                                        "alias",
                                        "engines",
                                        "redirectUrl",
                                        "https://engines.example.test",
                                        "domains",
                                        List.of(Map.of("name", "engines.example.test"))));
        TestUser member = realm.user();
        assertThat(
                        realm.admin()
                                .send(
                                        "POST",
                                        realm.path("/organizations/" + id + "/members"),
                                        member.id())
                                .status())
                .isEqualTo(201);
        JsonNode roles = data(signedIn(member).get("/users/profile"), 200).path("userOrgRoles");
        JsonNode last = roles.get(roles.size() - 1);
        assertThat(last.path("userId").asText()).isEqualTo(member.id());
        assertThat(last.path("orgRole").path("name").asText()).isEqualTo("member");
        JsonNode organisation = last.path("organisation");
        assertThat(last.path("orgId")).isEqualTo(organisation.path("id"));
        assertThat(organisation.path("name").asText()).isEqualTo("Analytical Engines");
        assertThat(organisation.path("orgSlug").asText()).isEqualTo("engines");
        assertThat(organisation.path("website").asText()).isEqualTo("https://engines.example.test");
        assertThat(organisation.path("logoUrl").isNull()).isTrue();
        assertThat(roles.get(0).path("organisation").isNull()).isTrue();
    }

    // What there is not

    @Test
    void whatIsLeftOutIsNotFound() {
        Credebl user = signedIn(realm.user());
        for (String route :
                List.of(
                        "/auth/passkey/generate-registration/ada@example.test",
                        "/orgs/0b3c6c4e-6c5e-4d0c-9d0c-0f5a5d5a4a11/token",
                        "/users/invitations",
                        "/users/activity",
                        "/users/platform-settings")) {
            Answer read = user.get(route);
            assertError(read, 404);
            assertThat(read.text("message")).startsWith("Cannot GET /").endsWith(route);
            assertError(user.post(route, Map.of()), 404);
        }
    }

    // Who may sign up

    private static String cookie(Answer proved) {
        String cookie = proved.header("Set-Cookie");
        assertThat(HostedPage.attributes(cookie))
                .contains("Path=/", "SameSite=Lax", "HttpOnly", "Max-Age=3600");
        return cookie.replaceAll(";.*", "");
    }

    /** The client address is that of the machine itself, which is nobody's here. */
    @Test
    void theBrowserThatHasProvedTheAddressMaySignUp() {
        String email = TestRealm.newEmail();
        client().mailVerification(email);
        Answer proved = client().verify(email, code(mailbox.await(email, 1)));
        data(proved, 200);
        Credebl browser = client().with("Cookie", "a=b; " + cookie(proved)).with("Origin", PAGE);

        JsonNode told = data(browser.existence(email), 200);
        assertThat(told.path("isEmailVerified").asBoolean()).isTrue();
        assertThat(told.path("isRegistrationCompleted").asBoolean()).isFalse();
        JsonNode hidden = data(client().existence(email), 200);
        assertThat(hidden.path("isEmailVerified").asBoolean()).isFalse();

        assertError(client().signUp(email, PASSWORD), 404);
        assertError(
                client().with("Cookie", "cr_mp=" + "A".repeat(43)).signUp(email, PASSWORD), 404);
        assertError(browser.signUp(TestRealm.newEmail(), PASSWORD), 404);
        // A page of another site makes the browser send the cookie.
        Credebl foreign =
                client().with("Cookie", cookie(proved)).with("Origin", "https://evil.example.test");
        assertError(foreign.signUp(email, PASSWORD), 404);
        assertThat(data(foreign.existence(email), 200).path("isEmailVerified").asBoolean())
                .isFalse();

        data(browser.signUp(email, PASSWORD), 201);
        assertError(browser.signUp(email, PASSWORD), 404);
        data(client().signIn(email, PASSWORD), 200);
    }

    @Test
    void theBrowserOfAnotherMailboxProvesNothing() {
        String one = TestRealm.newEmail();
        String other = TestRealm.newEmail();
        client().mailVerification(one);
        client().mailVerification(other);
        String ofOne = cookie(client().verify(one, code(mailbox.await(one, 1))));
        String ofOther = cookie(client().verify(other, code(mailbox.await(other, 1))));
        assertThat(ofOne).isNotEqualTo(ofOther);
        assertError(client().with("Cookie", ofOther).signUp(one, PASSWORD), 404);
        assertError(client().with("Cookie", ofOne + "; " + ofOther).signUp(one, PASSWORD), 404);
        data(client().with("Cookie", ofOne).signUp(one, PASSWORD), 201);
    }

    /** A page of a stranger makes it send requests from its own address. */
    @Test
    void aPageOfAnotherSiteSignsNobodyUpFromTheAddressOfItsVisitor() {
        String email = TestRealm.newEmail();
        client().mailVerification(email);
        realm.updateSettings(Map.of("private_clients", List.of("true")));
        try {
            data(client().verify(email, code(mailbox.await(email, 1))), 200);
            Credebl foreign = client().with("Origin", "https://evil.example.test");
            assertError(foreign.signUp(email, PASSWORD), 404);
            data(client().with("Origin", PAGE).signUp(email, PASSWORD), 201);
        } finally {
            realm.updateSettings(Map.of("private_clients", List.of()));
        }
    }
}
