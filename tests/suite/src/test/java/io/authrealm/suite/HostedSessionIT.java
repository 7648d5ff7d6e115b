package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in with cookies, which signs the user in to the other clients of the realm as well. */
class HostedSessionIT {

    private static final String SECRET = "hosted-session-secret";
    private static final String NEW = "a-new-horse-battery";

    private static final Pattern SIGN_IN_AGAIN =
            Pattern.compile("id=\"authrealm-factor-again\" href=\"([^\"]+)\"");

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(mailbox::serve).setting("recovery_floor_ms", "0");

    @RegisterExtension static final TestRealm other = TestRealm.fresh();

    /** Its API's client asks for no second factor. */
    @RegisterExtension
    static final TestRealm passwordOnly =
            TestRealm.fresh()
                    .with(
                            json ->
                                    ((ArrayNode)
                                                    json.path("authenticationFlows")
                                                            .get(0)
                                                            .path("authenticationExecutions"))
                                            .remove(1));

    private static Api admin;

    @BeforeAll
    static void prepare() {
        Browser.createClient(realm);
        Browser.createClient(other);
        admin = realm.as(realm.admin("manage-users"));
        realm.awaitAtRoot();
    }

    /** Where the API was reached. */
    enum Mount {
        REALM {
            @Override
            Api api() {
                return realm.api();
            }
        },
        ROOT {
            @Override
            Api api() {
                return TestServer.root();
            }
        };

        abstract Api api();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void sessionIsOneOfKeycloaksAndSignsInToOtherClients(Mount mount) {
        TestUser user = realm.user();
        HostedPage page = new HostedPage(realm, mount.api());
        Answer opened = page.signIn(user).assertStatus(200);
        assertThat(opened.json()).isEqualTo(Answer.JSON.valueToTree(Map.of("user_id", user.id())));
        assertThat(HostedPage.setCookie(opened, "qe_ls").split("; "))
                .contains("Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=31536000")
                .doesNotContain("Secure");
        assertThat(HostedPage.setCookie(opened, "KEYCLOAK_IDENTITY"))
                .contains("Path=/realms/" + realm.name() + "/")
                .containsIgnoringCase("HttpOnly");
        assertThat(realm.sessionIds(user)).hasSize(1);
        assertThat(realm.events("LOGIN", user))
                .singleElement()
                .hasSession(realm.sessionIds(user).get(0));

        Answer redirect = page.singleSignOn();
        assertThat(redirect.header("Location")).contains("code=");
        JsonNode token = Jwt.payload(Browser.tokenFor(realm, redirect));
        assertThat(token.path("sub").asText()).isEqualTo(user.id());
        assertThat(token.path("sid").asText()).isEqualTo(realm.sessionIds(user).get(0));
        assertThat(realm.sessionIds(user)).hasSize(1);

        Answer out = page.signOut().assertStatus(200);
        assertThat(out.text("message")).isNotBlank();
        assertThat(realm.sessionIds(user)).isEmpty();
        assertThat(page.cookieNames()).doesNotContain("qe_ls", "KEYCLOAK_IDENTITY");
        assertThat(page.isSignedInAtKeycloak()).isFalse();
        page.signOut().assertError(401, "unauthorized");
    }

    /** The proxy has passed the requests on without HTTPS, and does not say so. */
    @Test
    void cookiesNeverGoWithoutHttpsIfThatIsTheAddressOfTheRealm() {
        TestUser user = passwordOnly.user();
        passwordOnly.updateRealm(realm -> setAddress(realm, "https://id.example.test"));
        try {
            HostedPage page = new HostedPage(passwordOnly);
            Answer opened = page.signIn(user).assertStatus(200);
            assertThat(HostedPage.attributes(HostedPage.setCookie(opened, "qe_ls")))
                    .contains("Path=/", "Secure");
            for (String name : List.of("KEYCLOAK_IDENTITY", "KEYCLOAK_SESSION")) {
                assertThat(HostedPage.attributes(HostedPage.setCookie(opened, name)))
                        .contains("Secure");
            }
            Answer asked = passwordOnly.api().get("/v1/auth/me");
            assertThat(HostedPage.attributes(HostedPage.setCookie(asked, "qe_csrf")))
                    .contains("Secure");
            Answer out = page.prepare().signOut().assertStatus(200);
            assertThat(HostedPage.attributes(HostedPage.setCookie(out, "qe_ls")))
                    .contains("Max-Age=0", "Secure");
        } finally {
            passwordOnly.updateRealm(realm -> setAddress(realm, ""));
        }
    }

    private static void setAddress(ObjectNode realm, String address) {
        realm.withObject("/attributes").put("frontendUrl", address);
    }

    /** A copy of the cookies is of no use after the sign-out either. */
    @Test
    void copiedCookiesEndWithTheSession() {
        HostedPage page = new HostedPage(realm).signedIn(realm.user()).prepare();
        HostedPage copy = new HostedPage(realm);
        page.cookieNames().forEach(name -> copy.setCookie(name, page.cookie(name)));
        page.signOut().assertStatus(200);
        copy.signOut().assertError(401, "unauthorized");
        HostedPage again = new HostedPage(realm);
        copy.cookieNames().forEach(name -> again.setCookie(name, copy.cookie(name)));
        assertThat(again.isSignedInAtKeycloak()).isFalse();
    }

    @Test
    void cookieIsNoBearer() {
        TestUser user = realm.user();
        HostedPage page = new HostedPage(realm).signedIn(user);
        for (Api api : List.of(page.client(), realm.api().bearer(page.cookie("qe_ls")))) {
            api.get("/v1/auth/me").assertError(401, "unauthorized");
            api.get("/v1/me").assertError(401, "unauthorized");
            api.get("/v1/auth/sessions").assertError(401, "unauthorized");
            api.get("/v1/users").assertError(401, "unauthorized");
            api.post("/v1/auth/password", Map.of("new_password", NEW))
                    .assertError(401, "unauthorized");
        }
        page.client().refresh(page.cookie("qe_ls")).assertError(401, "auth.refresh_token_invalid");
        assertThat(realm.sessionIds(user)).hasSize(1);
    }

    /** What ends the session. */
    enum End {
        REVOKE_ALL {
            @Override
            void happen(TestUser user) {
                admin.post("/v1/users/" + user.id() + "/sessions/revoke-all").assertStatus(200);
            }
        },
        REVOKED_ALONE {
            @Override
            void happen(TestUser user) {
                Api api = realm.as(user);
                for (var session : api.get("/v1/auth/sessions").json().path("items")) {
                    api.delete("/v1/auth/sessions/" + session.path("id").asText())
                            .assertStatus(200);
                    api = realm.as(user);
                }
            }
        },
        CHANGE_OF_PASSWORD {
            @Override
            void happen(TestUser user) {
                realm.as(user)
                        .post(
                                "/v1/auth/password",
                                Map.of("current_password", user.password(), "new_password", NEW))
                        .assertStatus(200);
            }
        },
        RESET {
            @Override
            void happen(TestUser user) {
                realm.api().resetPassword(mailbox.resetLink(realm, user), NEW).assertStatus(200);
            }
        },
        SUSPENSION {
            @Override
            void happen(TestUser user) {
                admin.patch("/v1/users/" + user.id(), Map.of("status", "suspended"))
                        .assertStatus(200);
            }
        },
        DELETION {
            @Override
            void happen(TestUser user) {
                admin.delete("/v1/users/" + user.id()).assertStatus(204);
            }
        },
        REMOVAL_IN_THE_CONSOLE {
            @Override
            void happen(TestUser user) {
                realm.delete(user);
            }
        },
        SIGN_OUT_IN_THE_CONSOLE {
            @Override
            void happen(TestUser user) {
                realm.admin().post(realm.path("/users/" + user.id() + "/logout"), Map.of());
            }
        };

        abstract void happen(TestUser user);
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void endOfTheSessionEndsTheCookies(End end) {
        TestUser user = realm.user();
        HostedPage page = new HostedPage(realm).signedIn(user);
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        end.happen(user);
        Answer out = page.signOut().assertError(401, "unauthorized");
        assertThat(HostedPage.setCookie(out, "qe_ls")).contains("Max-Age=0");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REVOKED_ALONE")
    void endOfTheSessionEndsTheSingleSignOn(End end) {
        TestUser user = realm.user();
        HostedPage page = new HostedPage(realm).signedIn(user);
        end.happen(user);
        assertThat(page.isSignedInAtKeycloak()).isFalse();
    }

    @PrivateApi
    @Test
    void secondFactorIsAskedFor() {
        TestUser user = realm.userWithTotp(SECRET);
        HostedPage page = new HostedPage(realm);
        String challenge = page.signIn(user).assertChallenge();
        assertThat(page.cookieNames()).isEmpty();
        page.mfa(challenge, Totp.wrongCode(SECRET)).assertError(401, "mfa.code_invalid");
        assertThat(page.cookieNames()).isEmpty();
        assertThat(realm.sessionIds(user)).isEmpty();
        Answer opened = page.mfa(challenge, Totp.codeNow(SECRET)).assertStatus(200);
        assertThat(opened.text("user_id")).isEqualTo(user.id());
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        page.mfa(challenge, Totp.codeNow(SECRET)).assertError(401, "auth.mfa_challenge_expired");
        page.mfa("no-uuid", "123456").assertError(400, "auth.session_invalid");
    }

    @PrivateApi
    @Test
    void demandForASecondFactorHoldsAtTheOtherClients() {
        TestUser proved = realm.userWithTotp(SECRET);
        HostedPage page = new HostedPage(realm);
        page.mfa(page.signIn(proved).assertChallenge(), Totp.codeNow(SECRET)).assertStatus(200);
        TestUser unproved = realm.user();
        HostedPage withoutFactor = new HostedPage(realm).signedIn(unproved);
        assertThat(withoutFactor.isSignedInAtKeycloak()).isTrue();
        demandOf(proved);
        demandOf(unproved);
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        assertThat(withoutFactor.singleSignOn().header("Location"))
                .contains("error=")
                .doesNotContain("code=");
        withoutFactor.signIn(unproved).assertEnrollment();
    }

    private static void demandOf(TestUser user) {
        admin.send("PUT", "/v1/users/" + user.id() + "/mfa-required", Map.of("required", true))
                .assertStatus(200);
    }

    /** What proves a factor of a session, but for a step of a flow that asks for it. */
    enum Proof {
        SET_UP_ON_THE_WAY_IN {
            @Override
            HostedPage page() {
                TestUser user = realm.user();
                demandOf(user);
                HostedPage page = new HostedPage(realm);
                String challenge = page.signIn(user).assertEnrollment();
                Api browser = page.client().with("Origin", HostedPage.ORIGIN);
                String secret =
                        Totp.fromBase32(
                                browser.post(
                                                "/v1/mfa/totp/enroll/start",
                                                Map.of("mfa_token", challenge))
                                        .assertStatus(200)
                                        .text("secret"));
                page.keep(
                                browser.post(
                                        "/v1/mfa/totp/enroll/confirm",
                                        Map.of(
                                                "mfa_token",
                                                challenge,
                                                "code",
                                                Totp.codeNow(secret))))
                        .assertStatus(200);
                return page;
            }
        },
        PASSKEY {
            @Override
            HostedPage page() {
                SoftKey key = SoftKey.at(realm);
                SignedIn person = PasskeyApi.userWith(realm, key);
                demandOf(person.user());
                HostedPage page = new HostedPage(realm);
                Api browser = page.client().with("Origin", HostedPage.ORIGIN);
                page.keep(new PasskeyApi(browser).signIn(key)).assertTokens();
                return page;
            }
        };

        /** A page whose user has met the demand for a factor. */
        abstract HostedPage page();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void factorThatTheSessionHasProvedCountsAtTheOtherClients(Proof proof) {
        HostedPage page = proof.page();
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        // The first of the other clients has not ended the session.
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        assertThat(page.client().get("/v1/auth/session").status()).isNotEqualTo(401);
    }

    /** A challenge belongs to the sign-in, and the second request decides how it ends. */
    @Test
    void challengesAreInterchangeable() {
        TestUser user = realm.userWithTotp(SECRET + "1");
        HostedPage page = new HostedPage(realm);
        String ofSession = page.signIn(user).assertChallenge();
        realm.api().mfa(ofSession, Totp.codeNow(SECRET + "1")).assertTokens();

        TestUser second = realm.userWithTotp(SECRET + "2");
        String ofLogin = realm.api().login(second.email(), second.password()).assertChallenge();
        page.mfa(ofLogin, Totp.codeNow(SECRET + "2")).assertStatus(200);
        assertThat(page.isSignedInAtKeycloak()).isTrue();
    }

    @Test
    void refusalsAreThoseOfTheLogin() {
        TestUser user = realm.user();
        TestUser disabled = realm.user(u -> u.put("enabled", false));
        for (Map<String, ?> body :
                List.<Map<String, ?>>of(
                        Map.of("email", user.email(), "password", "wrong-horse"),
                        Map.of("email", TestRealm.newEmail(), "password", "wrong-horse"),
                        Map.of("email", disabled.email(), "password", disabled.password()),
                        Map.of("email", "no address", "password", ""),
                        Map.of("email", List.of(), "password", 1),
                        Map.of("email", user.email(), "password", "x".repeat(5_000)),
                        Map.of())) {
            Answer here = realm.api().post("/v1/auth/session", body).assertErrorEnvelope();
            Answer there = realm.api().post("/v1/auth/login", body);
            assertThat(here.status()).isEqualTo(there.status());
            assertThat(here.errorWithoutRequestId()).isEqualTo(there.errorWithoutRequestId());
            assertThat(here.headers().allValues("Set-Cookie")).isEmpty();
        }
        for (String text :
                List.of("", "{", "[]", "null", "{\"email\":\"" + "x".repeat(2_000_000))) {
            assertThat(realm.api().send("POST", "/v1/auth/session", text).errorCode())
                    .isEqualTo(realm.api().send("POST", "/v1/auth/login", text).errorCode());
            realm.api().send("POST", "/v1/auth/session/mfa", text).assertErrorEnvelope();
        }
        realm.updateUser(user, u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        new HostedPage(realm).signIn(user).assertActionRequired("UPDATE_PASSWORD");
    }

    /** The cookies are good for clients whose flows ask for the factor. */
    @PrivateApi
    @Test
    void factorThatTheFlowDoesNotAskForIsNotPassedOver() {
        TestUser user = passwordOnly.userWithTotp(SECRET + "3");
        Answer refused = new HostedPage(passwordOnly).signIn(user);
        refused.assertError(403, "auth.redirect_to_web");
        assertThat(refused.body()).doesNotContain("redirect_url");
        assertThat(refused.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(passwordOnly.sessionIds(user)).isEmpty();
        passwordOnly.signIn(user);
        new HostedPage(passwordOnly).signIn(passwordOnly.user()).assertStatus(200);
    }

    /** Also if the routes of the actions give tokens to others. */
    @PrivateApi
    @Test
    void signInThatWaitsForAnActionEndsInCookies() {
        TestUser user = realm.user(u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        HostedPage page = new HostedPage(realm);
        String challenge = page.signIn(user).assertActionRequired("UPDATE_PASSWORD");
        realm.api()
                .with("Origin", "https://evil.example.test")
                .action("update_password", challenge, "new_password", NEW)
                .assertError(401, "auth.mfa_challenge_expired");
        Answer done =
                page.keep(
                        page.client()
                                .with("Origin", HostedPage.ORIGIN)
                                .action("update_password", challenge, "new_password", NEW)
                                .assertStatus(200));
        assertThat(done.json()).isEqualTo(Answer.JSON.valueToTree(Map.of("user_id", user.id())));
        assertThat(page.cookieNames()).contains("qe_ls");
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        page.signOut().assertStatus(200);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    /** It has nothing left to do, and would go on to its end. */
    @Test
    void dialectWithoutCookiesLeavesASignInOfAPageAlone() {
        TestUser user = realm.user(u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        HostedPage page = new HostedPage(realm);
        String challenge = page.signIn(user).assertActionRequired("UPDATE_PASSWORD");
        realm.updateUser(user, u -> u.putArray("requiredActions"));
        Answer elsewhere = Jitsudo.of(realm).code(challenge, "123456");
        assertThat(elsewhere.assertStatus(401).text("code")).isEqualTo("challenge_expired");
        assertThat(elsewhere.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    /** Another site could sign the user of a browser in as somebody else. */
    @Test
    void pagesOfOtherSitesCannotSignAnybodyIn() {
        TestUser user = realm.user();
        Map<String, String> body = Map.of("email", user.email(), "password", user.password());
        for (Api mount : List.of(realm.api(), TestServer.root())) {
            for (Api foreign :
                    List.of(
                            mount.with("Origin", "https://evil.example.test"),
                            mount.with("Origin", "null"),
                            mount.with("Origin", HostedPage.ORIGIN + ".evil.test"),
                            mount.with("Referer", "https://evil.example.test/a"),
                            mount.with("Referer", "http://[")
                                    .with("Sec-Fetch-Site", "cross-site"))) {
                Answer refused = foreign.post("/v1/auth/session", body);
                refused.assertError(403, "csrf_failed");
                assertThat(refused.headers().allValues("Set-Cookie")).isEmpty();
                foreign.post("/v1/auth/session/mfa", Map.of("mfa_token", "x", "code", "1"))
                        .assertError(403, "csrf_failed");
            }
            mount.with("Origin", TestServer.url()).post("/v1/auth/session", body).assertStatus(200);
            mount.with("Referer", HostedPage.ORIGIN + "/sign-in?a=b")
                    .post("/v1/auth/session", body)
                    .assertStatus(200);
            mount.post("/v1/auth/session", body).assertStatus(200);
        }
    }

    @PrivateApi
    @Test
    void onlyTheGenuineCookieEndsTheSession() {
        TestUser user = realm.user();
        HostedPage page = new HostedPage(realm).signedIn(user).prepare();
        String genuine = page.cookie("qe_ls");
        String[] parts = genuine.split("\\.");
        String foreign = new HostedPage(other).signedIn(other.user()).cookie("qe_ls");
        String another = new HostedPage(realm).signedIn(realm.user()).cookie("qe_ls");
        String secret = (parts[2].charAt(0) == 'A' ? 'B' : 'A') + parts[2].substring(1);
        for (String forged :
                List.of(
                        parts[0] + '.' + parts[1] + '.' + secret,
                        parts[0] + '.' + parts[1] + '.' + another.split("\\.")[2],
                        another.split("\\.")[0] + '.' + parts[1] + "." + "A".repeat(43),
                        foreign.split("\\.")[0] + '.' + parts[1] + '.' + parts[2],
                        parts[0] + '.' + parts[1].toUpperCase() + '.' + parts[2],
                        parts[0] + '.' + parts[1],
                        genuine + 'A',
                        genuine.substring(1),
                        foreign,
                        "..",
                        "",
                        "\"" + genuine + "\"",
                        "%00",
                        "x".repeat(5_000),
                        genuine + "; qe_ls=" + genuine)) {
            HostedPage forger = new HostedPage(realm).prepare().setCookie("qe_ls", forged);
            forger.signOut().assertError(401, "unauthorized");
            new HostedPage(realm, TestServer.root()).setCookie("qe_ls", forged).signOut();
            assertThat(realm.sessionIds(user)).as(forged).hasSize(1);
        }
        new HostedPage(realm, TestServer.root())
                .setCookie("qe_ls", genuine)
                .signOut()
                .assertStatus(200);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    /** Tokens and pages open sessions too, but no cookie of the API stands for these. */
    @Test
    void otherSessionsHaveNoCookie() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        String mine = new HostedPage(realm).signedIn(realm.user()).cookie("qe_ls");
        String[] parts = mine.split("\\.");
        new HostedPage(realm)
                .setCookie("qe_ls", parts[0] + '.' + tokens.sessionId() + '.' + parts[2])
                .signOut()
                .assertError(401, "unauthorized");
        realm.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
    }

    @Test
    void cookieHasAnEndOfItsOwn() throws InterruptedException {
        other.updateSettings(Map.of("hosted_session_seconds", List.of("1")));
        TestUser user = other.user();
        HostedPage page = new HostedPage(other);
        Answer opened = page.signIn(user).assertStatus(200);
        assertThat(HostedPage.setCookie(opened, "qe_ls")).contains("Max-Age=1;");
        Thread.sleep(Duration.ofMillis(2_100).toMillis());
        page.signOut().assertError(401, "unauthorized");
        // Keycloak's own session has the limits of the realm.
        assertThat(other.sessionIds(user)).hasSize(1);
    }

    @Test
    void manyAtOnceLeaveNothing() {
        TestUser user = realm.user();
        HostedPage page = new HostedPage(realm).signedIn(user).prepare();
        Api client =
                page.client()
                        .with("Origin", HostedPage.ORIGIN)
                        .with("X-CSRF-Token", page.cookie("qe_csrf"));
        List<Answer> answers = Parallel.run(10, 10, i -> client.post("/v1/auth/logout", Map.of()));
        assertThat(answers).extracting(Answer::status).contains(200);
        assertThat(answers).allSatisfy(a -> assertThat(a.status()).isIn(200, 401));
        assertThat(realm.sessionIds(user)).isEmpty();

        List<Answer> opened = Parallel.run(10, 10, i -> new HostedPage(realm).signIn(user));
        assertThat(opened).allSatisfy(a -> a.assertStatus(200));
        assertThat(opened)
                .extracting(a -> HostedPage.setCookie(a, "qe_ls"))
                .doesNotHaveDuplicates();
        assertThat(realm.sessionIds(user)).hasSize(10);
    }

    /** A login page that the browser has left open does not stand in their way. */
    @PrivateApi
    @Test
    void pagesGoOnWithTheSessionOfTheCookies() {
        Browser before = new Browser(realm);
        before.openLoginPage().assertStatus(200);
        String leftOpen = before.cookie("AUTH_SESSION_ID");
        TestUser user = realm.userWithTotp(SECRET);
        HostedPage page = new HostedPage(realm).setCookie("AUTH_SESSION_ID", leftOpen);
        page.mfa(page.signIn(user).assertChallenge(), Totp.codeNow(SECRET)).assertStatus(200);
        assertThat(page.askForAction("CONFIGURE_TOTP").assertStatus(200).body())
                .contains("totpSecret");

        TestUser unproved =
                realm.user(u -> SecondFactors.addSecurityKey(u, "webauthn-passwordless"));
        page = new HostedPage(realm).setCookie("AUTH_SESSION_ID", leftOpen).signedIn(unproved);
        Matcher again =
                SIGN_IN_AGAIN.matcher(page.askForAction("CONFIGURE_TOTP").assertStatus(200).body());
        assertThat(again.find()).isTrue();
        String restart = again.group(1).replace("&amp;", "&");
        Answer begun = page.get(URI.create(realm.url()).resolve(restart).toString());
        assertThat(page.get(begun.assertStatus(302).header("Location")).body())
                .contains("name=\"username\"");
        assertThat(realm.sessionIds(unproved)).isEmpty();
    }

    @Test
    void deletionForgetsKeycloaksCookiesWithoutTheOther() {
        HostedPage page = new HostedPage(realm).signedIn(realm.user()).forget("qe_ls");
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        page.keep(page.client().delete("/v1/auth/session").assertStatus(204));
        assertThat(page.cookieNames()).doesNotContain("KEYCLOAK_IDENTITY");
        assertThat(page.isSignedInAtKeycloak()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deletionOfTheSessionAlwaysForgetsTheCookies(boolean isProven) {
        TestUser user = realm.user();
        HostedPage page = new HostedPage(realm, TestServer.root()).signedIn(user).prepare();
        Api client =
                isProven
                        ? page.client()
                                .with("Origin", HostedPage.ORIGIN)
                                .with("X-CSRF-Token", page.cookie("qe_csrf"))
                        : page.client();
        Answer gone = page.keep(client.delete("/v1/auth/session").assertStatus(204));
        assertThat(gone.body()).isEmpty();
        assertThat(page.cookieNames()).containsExactly("qe_csrf");
        assertThat(realm.sessionIds(user)).hasSize(isProven ? 0 : 1);
        assertThat(page.isSignedInAtKeycloak()).isFalse();
        // There is nothing left to forget.
        page.client().delete("/v1/auth/session").assertStatus(204);
        page.setCookie("qe_ls", "garbage").client().delete("/v1/auth/session").assertStatus(204);
        realm.api().delete("/v1/auth/session").assertStatus(204);
    }
}
