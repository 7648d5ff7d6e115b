package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Browsers that a user trusts skip the second factor, until something happens to the account. */
class TrustedDeviceIT {

    private static final String SECRET = "trusted-device-secret";
    private static final String NEW = "a-new-horse-battery";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .withUserNames()
                    .setting("recovery_floor_ms", "0")
                    .setting("remember_device_enabled", "true");

    /** Does not let users trust a device. */
    @RegisterExtension static final TestRealm strict = TestRealm.fresh();

    private static Api admin;

    @BeforeAll
    static void prepare() {
        admin = realm.as(realm.admin("manage-users"));
        Browser.createClient(realm);
    }

    private static TestUser userWithFactors(TestRealm realm) {
        return realm.user(
                user -> {
                    SecondFactors.addTotp(user, SECRET);
                    SecondFactors.addRecoveryCodes(user);
                });
    }

    /** A browser that the user trusts, signed out again. */
    private static HostedPage trusted(TestRealm realm, TestUser user) {
        HostedPage page = new HostedPage(realm);
        remember(page, user, true).assertStatus(200);
        assertThat(page.cookie("qe_td")).hasSize(43);
        page.signOut().assertStatus(200);
        return page;
    }

    private static Answer remember(HostedPage page, TestUser user, Object remember) {
        String challenge = page.signIn(user).assertChallenge();
        return page.mfa(
                Map.of("mfa_token", challenge, "code", Totp.codeNow(SECRET), "remember", remember));
    }

    @PrivateApi
    @Test
    void trustedBrowserIsNotAsked() {
        TestUser user = realm.userWithTotp(SECRET);
        HostedPage page = new HostedPage(realm);
        Answer opened = remember(page, user, true).assertStatus(200);
        assertThat(HostedPage.setCookie(opened, "qe_td").split("; "))
                .contains("Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=2592000");
        page.signOut().assertStatus(200);
        assertThat(page.cookie("qe_td")).as("kept at a sign-out").isNotNull();

        Answer again = page.signIn(user).assertStatus(200);
        assertThat(again.text("user_id")).isEqualTo(user.id());
        assertThat(again.json().has("mfa_required")).isFalse();
        assertThat(realm.events("LOGIN", user).list())
                .extracting(event -> event.at("/details/trusted_device").asText())
                .containsExactly("used", "new");
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        assertThat(realm.sessionIds(user)).hasSize(1);
        // Once more, in a request that knows nothing of the first.
        new HostedPage(realm)
                .setCookie("qe_td", page.cookie("qe_td"))
                .signIn(user)
                .assertStatus(200);
        page.signIn(user.email(), "wrong-horse").assertError(401, "auth.invalid_credentials");
    }

    @Test
    void everythingElseIsAsked() {
        TestUser user = realm.userWithTotp(SECRET);
        HostedPage page = trusted(realm, user);
        String token = page.cookie("qe_td");
        new HostedPage(realm).signIn(user).assertChallenge();
        // Tokens are for clients that are no browser.
        page.client().login(user.email(), user.password()).assertChallenge();
        page.signIn(realm.userWithTotp(SECRET)).assertChallenge();
        String changed = (token.charAt(0) == 'A' ? 'B' : 'A') + token.substring(1);
        for (String forged :
                List.of(
                        changed,
                        token.substring(1),
                        token + 'A',
                        "A".repeat(43),
                        "",
                        "\"" + token + "\"",
                        "x".repeat(5_000),
                        token + "; qe_td=" + token)) {
            new HostedPage(realm).setCookie("qe_td", forged).signIn(user).assertChallenge();
        }
        page.client().get("/v1/auth/me").assertError(401, "unauthorized");
        realm.api().bearer(token).get("/v1/auth/me").assertError(401, "unauthorized");
        Browser browser = new Browser(realm);
        Answer asked = browser.logIn(user.email(), user.password()).assertStatus(200);
        assertThat(asked.body()).contains("otp");
        page.signIn(user).assertStatus(200);
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        // The device has not proved the factor, so it changes none.
        assertChangesNoFactor(page);
        // Nor do the pages of another session, which has proved it and was open in the browser.
        browser.submit(asked, Map.of("otp", Totp.codeAfter(SECRET))).assertStatus(302);
        assertThat(browser.askForAction("CONFIGURE_TOTP").assertStatus(200).body())
                .contains("totpSecret");
        page.setCookie("AUTH_SESSION_ID", browser.cookie("AUTH_SESSION_ID"));
        assertChangesNoFactor(page);
    }

    private static void assertChangesNoFactor(HostedPage page) {
        assertThat(page.askForAction("CONFIGURE_TOTP").assertStatus(200).body())
                .contains("authrealm-factor-why")
                .doesNotContain("totpSecret");
    }

    @Test
    void userDecides() {
        TestUser user = realm.userWithTotp(SECRET);
        HostedPage page = new HostedPage(realm);
        String challenge = page.signIn(user).assertChallenge();
        String code = Totp.codeNow(SECRET);
        for (Object odd : List.of("true", 1, List.of(true), Map.of())) {
            page.mfa(Map.of("mfa_token", challenge, "code", code, "remember", odd))
                    .assertError(400, "bad_request");
        }
        page.mfa(Map.of("mfa_token", challenge, "code", Totp.wrongCode(SECRET), "remember", true))
                .assertError(401, "mfa.code_invalid");
        // The last answer decides.
        page.mfa(Map.of("mfa_token", challenge, "code", code, "remember", false)).assertStatus(200);
        assertThat(page.cookieNames()).contains("qe_ls").doesNotContain("qe_td");
        TestUser second = realm.userWithTotp(SECRET);
        String silent = page.signIn(second).assertChallenge();
        page.mfa(silent, Totp.codeNow(SECRET)).assertStatus(200);
        assertThat(page.cookieNames()).doesNotContain("qe_td");
        // At the sign-in with tokens the member means nothing.
        TestUser third = realm.userWithTotp(SECRET);
        Answer tokens =
                realm.api()
                        .post(
                                "/v1/auth/mfa",
                                Map.of(
                                        "mfa_token",
                                        realm.api()
                                                .login(third.email(), third.password())
                                                .assertChallenge(),
                                        "code",
                                        Totp.codeNow(SECRET),
                                        "remember",
                                        true));
        tokens.assertTokens();
        assertThat(tokens.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void realmDecides() {
        TestUser user = strict.userWithTotp(SECRET);
        HostedPage page = new HostedPage(strict);
        remember(page, user, true).assertStatus(200);
        assertThat(page.cookieNames()).doesNotContain("qe_td");

        strict.updateSettings(Map.of("remember_device_enabled", List.of("true")));
        TestUser second = strict.userWithTotp(SECRET);
        HostedPage trusting = trusted(strict, second);
        // The token is one of this realm only.
        new HostedPage(realm)
                .setCookie("qe_td", trusting.cookie("qe_td"))
                .signIn(realm.userWithTotp(SECRET))
                .assertChallenge();
        strict.updateSettings(Map.of("remember_device_enabled", List.of("false")));
        trusting.signIn(second).assertChallenge();
        strict.updateSettings(Map.of("remember_device_enabled", List.of("true")));
        trusting.signIn(second).assertStatus(200);
        // A client that asks for a level gets a factor.
        strict.updateClient(
                TestRealm.CLIENT,
                client -> ((ObjectNode) client.path("attributes")).put("default.acr.values", "0"));
        trusting.signIn(second).assertChallenge();
    }

    /** What happens to the account. */
    enum Change {
        REVOKE_ALL {
            @Override
            void happen(TestUser user) {
                admin.post(path(user) + "/sessions/revoke-all").assertStatus(200);
            }
        },
        RESET {
            @Override
            void happen(TestUser user) {
                realm.api().resetPassword(mailbox.resetLink(realm, user), NEW).assertStatus(200);
            }
        },
        ADMINS_PASSWORD {
            @Override
            void happen(TestUser user) {
                admin.post(path(user) + "/password", Map.of("password", NEW)).assertStatus(204);
            }
        },
        PASSWORD_IN_THE_CONSOLE {
            @Override
            void happen(TestUser user) {
                realm.setPassword(user, NEW);
            }
        },
        SUSPENSION_AND_BACK {
            @Override
            void happen(TestUser user) {
                admin.patch(path(user), Map.of("status", "suspended")).assertStatus(200);
                admin.patch(path(user), Map.of("status", "active")).assertStatus(200);
            }
        },
        DISABLED_IN_THE_CONSOLE_AND_BACK {
            @Override
            void happen(TestUser user) {
                realm.disable(user);
                realm.updateUser(user, u -> u.put("enabled", true));
            }
        },
        SIGN_OUT_IN_THE_CONSOLE {
            @Override
            void happen(TestUser user) {
                realm.admin().post(realm.path("/users/" + user.id() + "/logout"), Map.of());
            }
        },
        DELETION_AND_RESTORE {
            @Override
            void happen(TestUser user) {
                admin.delete(path(user)).assertStatus(204);
                admin.post(path(user) + "/restore").assertStatus(200);
            }
        },
        REMOVAL_OF_A_FACTOR {
            @Override
            void happen(TestUser user) {
                for (Credential codes : realm.credentials(user, "recovery-authn-codes")) {
                    admin.delete(path(user) + "/mfa/" + codes.id()).assertStatus(204);
                }
            }
        },
        REMOVAL_OF_A_FACTOR_IN_THE_CONSOLE {
            @Override
            void happen(TestUser user) {
                for (Credential codes : realm.credentials(user, "recovery-authn-codes")) {
                    realm.admin()
                            .delete(
                                    realm.path(
                                            "/users/" + user.id() + "/credentials/" + codes.id()));
                }
            }
        },
        ADDRESS_IN_THE_CONSOLE {
            @Override
            void happen(TestUser user) {
                realm.updateUser(user, u -> u.put("email", TestRealm.newEmail()));
            }
        },
        ADMINS_DEMAND {
            @Override
            void happen(TestUser user) {
                admin.send("PUT", path(user) + "/mfa-required", Map.of("required", true))
                        .assertStatus(200);
            }
        };

        abstract void happen(TestUser user);
    }

    private static String path(TestUser user) {
        return "/v1/users/" + user.id();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void trustEndsWith(Change change) {
        TestUser user = userWithFactors(realm);
        HostedPage page = trusted(realm, user);
        change.happen(user);
        assertIsAsked(page, user);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    private static void assertIsAsked(HostedPage page, TestUser user) {
        Answer asked = page.signIn(user);
        if (asked.status() == 401) {
            asked = page.signIn(user.email(), NEW);
        }
        asked.assertChallenge();
    }

    /** What the user does in a session that has proved a factor. */
    enum OwnChange {
        PASSWORD {
            @Override
            void happen(TestUser user, Api api) {
                api.post(
                                "/v1/auth/password",
                                Map.of("current_password", user.password(), "new_password", NEW))
                        .assertStatus(200);
            }
        },
        RECOVERY_CODES {
            @Override
            void happen(TestUser user, Api api) {
                api.post("/v1/mfa/recovery-codes/regenerate").assertStatus(200);
            }
        };

        abstract void happen(TestUser user, Api api);
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void trustEndsWith(OwnChange change) {
        TestUser user = realm.userWithTotp(SECRET);
        String first = realm.api().login(user.email(), user.password()).assertChallenge();
        Tokens tokens = realm.api().mfa(first, Totp.codeNow(SECRET)).assertTokens();
        HostedPage page = new HostedPage(realm);
        // A code of the app works once.
        page.mfa(
                        Map.of(
                                "mfa_token",
                                page.signIn(user).assertChallenge(),
                                "code",
                                Totp.codeAfter(SECRET),
                                "remember",
                                true))
                .assertStatus(200);
        page.signIn(user).assertStatus(200);
        change.happen(user, realm.api().bearer(tokens));
        assertIsAsked(page, user);
    }

    /** A browser that was refused once is not trusted again when the account is as it was. */
    @Test
    void undoneChangeDoesNotBringTheTrustBack() {
        TestUser user = realm.userWithTotp(SECRET);
        HostedPage page = trusted(realm, user);
        realm.updateUser(user, u -> u.put("email", TestRealm.newEmail()));
        // The name is still the old address.
        page.signIn(user).assertChallenge();
        realm.updateUser(user, u -> u.put("email", user.email()));
        page.signIn(user).assertChallenge();
    }

    /** Neither the trust nor the wish for it is lost while a sign-in waits. */
    @PrivateApi
    @Test
    void signInThatWaitsForAnActionEndsAsItBegan() {
        TestUser user = realm.userWithTotp(SECRET);
        HostedPage page = new HostedPage(realm);
        requirePassword(user);
        String challenge = page.signIn(user).assertChallenge();
        Answer waits =
                page.mfa(
                        Map.of(
                                "mfa_token",
                                challenge,
                                "code",
                                Totp.codeNow(SECRET),
                                "remember",
                                true));
        assertThat(page.cookieNames()).isEmpty();
        changePassword(page, waits, NEW);
        assertThat(page.cookie("qe_td")).hasSize(43);

        requirePassword(user);
        Answer trusted =
                page.keep(
                        page.client()
                                .post(
                                        "/v1/auth/session",
                                        Map.of(
                                                "email",
                                                user.email(),
                                                "password",
                                                NEW,
                                                "code_challenge",
                                                "A".repeat(43))));
        assertThat(trusted.text("error.metadata.redirect_url")).startsWith("http");
        changePassword(page, trusted, NEW + "-2");
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        page.signIn(user.email(), NEW + "-2").assertChallenge();
    }

    private static void requirePassword(TestUser user) {
        realm.updateUser(user, u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
    }

    private static void changePassword(HostedPage page, Answer waits, String password) {
        String challenge = waits.assertActionRequired("UPDATE_PASSWORD");
        page.keep(
                page.client()
                        .with("Origin", HostedPage.ORIGIN)
                        .action("update_password", challenge, "new_password", password)
                        .assertStatus(200));
    }

    @PrivateApi
    @Test
    void factorsChangeBeforeTheEndOfTheSignIn() {
        TestUser user = userWithFactors(realm);
        HostedPage page = trusted(realm, user);
        requirePassword(user);
        String challenge = page.signIn(user).assertActionRequired("UPDATE_PASSWORD");
        String url =
                page.client()
                        .post(
                                "/v1/auth/session",
                                Map.of(
                                        "email",
                                        user.email(),
                                        "password",
                                        user.password(),
                                        "code_challenge",
                                        "A".repeat(43)))
                        .text("error.metadata.redirect_url");
        Change.REMOVAL_OF_A_FACTOR.happen(user);
        new Browser(realm).goTo(url).assertError(404, "not_found");
        page.client()
                .with("Origin", HostedPage.ORIGIN)
                .action("update_password", challenge, "new_password", NEW)
                .assertError(403, "auth.redirect_to_web");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    /** A demand that comes while the sign-in waits is not met by the device. */
    @Test
    void demandComesBeforeTheEndOfTheSignIn() {
        TestUser user = realm.userWithTotp(SECRET);
        HostedPage page = trusted(realm, user);
        requirePassword(user);
        String challenge = page.signIn(user).assertActionRequired("UPDATE_PASSWORD");
        Change.ADMINS_DEMAND.happen(user);
        page.client()
                .with("Origin", HostedPage.ORIGIN)
                .action("update_password", challenge, "new_password", NEW)
                .assertError(403, "auth.redirect_to_web");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void oldestDeviceMakesRoom() {
        TestUser user = realm.user(u -> SecondFactors.addHotp(u, SECRET));
        List<HostedPage> pages =
                IntStream.range(0, 21).mapToObj(i -> rememberCounted(user, i)).toList();
        pages.get(0).signIn(user).assertChallenge();
        for (int i : List.of(1, 2, 19, 20)) {
            pages.get(i).signIn(user).assertStatus(200);
        }
    }

    private static HostedPage rememberCounted(TestUser user, int counter) {
        HostedPage page = new HostedPage(realm);
        page.mfa(
                        Map.of(
                                "mfa_token",
                                page.signIn(user).assertChallenge(),
                                "code",
                                Totp.counted(SECRET, counter),
                                "remember",
                                true))
                .assertStatus(200);
        return page;
    }

    /** Also of a device that is forgotten at that moment. */
    @Test
    void manyAtOnceAreAllTrustedOrAllAsked() {
        TestUser user = realm.userWithTotp(SECRET);
        HostedPage page = trusted(realm, user);
        String token = page.cookie("qe_td");
        assertThat(atOnce(user, token)).allSatisfy(answer -> answer.assertStatus(200));
        realm.updateUser(user, u -> u.put("email", TestRealm.newEmail()));
        assertThat(atOnce(user, token)).allSatisfy(Answer::assertChallenge);
    }

    private static List<Answer> atOnce(TestUser user, String token) {
        return Parallel.run(
                8, 8, i -> new HostedPage(realm).setCookie("qe_td", token).signIn(user));
    }

    @Test
    void tokenIsNeitherInEventsNorInTheLog() {
        TestUser user = realm.userWithTotp(SECRET);
        HostedPage page = trusted(realm, user);
        page.signIn(user).assertStatus(200);
        String secret = page.cookie("qe_ls").split("\\.")[2];
        assertThat(realm.events().list().toString())
                .doesNotContain(page.cookie("qe_td"))
                .doesNotContain(secret);
        assertThat(String.join("\n", TestServer.log()))
                .doesNotContain(page.cookie("qe_td"))
                .doesNotContain(secret);
    }
}
