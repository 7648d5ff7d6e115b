package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.suite.OtpFactors.Channel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to get tokens, for users who must present a second factor and have not. */
class NobodySlipsPastIT {

    private static final String SECRET = "a-secret-of-an-app";

    private static final String NEW_PASSWORD = "another-horse-battery";

    /** Exchanges tokens of the API's client. */
    private static final String EXCHANGER = "exchanger";

    private static final String EXCHANGER_SECRET = "of no use outside of the tests";

    /** Its resources are granted to everybody who may ask. */
    private static final String PROTECTED = "protected";

    /** Its browser flow and its direct grant are the flow of the API. */
    private static final String LIKE_THE_API = "like-the-api";

    /** It lets a cookie in, and demands level 2 of everybody. */
    private static final String GOLD = "gold";

    private static final String LEVEL_2_IS_GOLD = "{\"gold\":2}";

    private static final Pattern PAGE_IN_MAIL =
            Pattern.compile("https?://\\S+/login-actions/action-token\\S+");

    private static final Pattern FORGOT_PASSWORD =
            Pattern.compile("href=\"([^\"]*login-actions/reset-credentials[^\"]*)\"");

    private static final String FLOW_WITH_COOKIE_AND_LEVELS =
            """
            [
              {"alias": "gold", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "auth-cookie", "requirement": "ALTERNATIVE", "priority": 10},
                 {"flowAlias": "gold forms", "authenticatorFlow": true,
                  "requirement": "ALTERNATIVE", "priority": 20}]},
              {"alias": "gold forms", "providerId": "basic-flow", "topLevel": false,
               "authenticationExecutions": [
                 {"flowAlias": "level 1", "authenticatorFlow": true,
                  "requirement": "CONDITIONAL", "priority": 10},
                 {"flowAlias": "level 2", "authenticatorFlow": true,
                  "requirement": "CONDITIONAL", "priority": 20}]}
            ]
            """;

    private static final String FLOWS_THAT_DEMAND =
            """
            [
              {"alias": "always", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "authrealm-password", "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "auth-otp-form", "requirement": "REQUIRED", "priority": 20}]},
              {"alias": "with a mailed code", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "authrealm-password", "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "authrealm-mail-code", "requirement": "REQUIRED",
                  "priority": 20}]},
              {"alias": "by role", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "authrealm-password", "requirement": "REQUIRED", "priority": 10},
                 {"flowAlias": "of a role", "authenticatorFlow": true,
                  "requirement": "CONDITIONAL", "priority": 20}]},
              {"alias": "of a role", "providerId": "basic-flow", "topLevel": false,
               "authenticationExecutions": [
                 {"authenticator": "conditional-user-role", "authenticatorConfig": "own role",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "auth-otp-form", "requirement": "REQUIRED", "priority": 20}]}
            ]
            """;

    private static final String KEY = Authiqa.newKey();

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(NobodySlipsPastIT::prepare)
                    .setting("parent_keys", KEY);

    /** Demands a second factor of users who have none. */
    @RegisterExtension
    static final TestRealm demanding =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(SecondFactorConditionsIT::addLevels)
                    .with(json -> addFlows(json, FLOWS_THAT_DEMAND, "own role"));

    private static void addFlows(ObjectNode json, String flows, String... roleConditions) {
        try {
            Answer.JSON.readTree(flows).forEach(json.withArray("authenticationFlows")::add);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        for (String condition : roleConditions) {
            json.withArray("authenticatorConfig")
                    .addObject()
                    .put("alias", condition)
                    .putObject("config")
                    .put("condUserRole", "default-roles-" + json.path("realm").asText());
        }
    }

    private static void prepare(ObjectNode json) {
        SecondFactorConditionsIT.addLevels(json);
        addFlows(json, FLOW_WITH_COOKIE_AND_LEVELS);
        for (JsonNode client : json.path("clients")) {
            if (client.path("clientId").asText().equals(TestRealm.CLIENT)) {
                ((ObjectNode) client)
                        .withArray("protocolMappers")
                        .addObject()
                        .put("name", EXCHANGER)
                        .put("protocol", "openid-connect")
                        .put("protocolMapper", "oidc-audience-mapper")
                        .putObject("config")
                        .put("included.custom.audience", EXCHANGER)
                        .put("access.token.claim", "true");
            }
        }
        json.withArray("clients")
                .addObject()
                .put("clientId", EXCHANGER)
                .put("secret", EXCHANGER_SECRET)
                .put("publicClient", false)
                .put("fullScopeAllowed", true)
                .putObject("attributes")
                .put("standard.token.exchange.enabled", "true");
        ObjectNode withResources =
                json.withArray("clients")
                        .addObject()
                        .put("clientId", PROTECTED)
                        .put("secret", EXCHANGER_SECRET)
                        .put("publicClient", false)
                        .put("serviceAccountsEnabled", true)
                        .put("authorizationServicesEnabled", true);
        withResources
                .putObject("authorizationSettings")
                .put("policyEnforcementMode", "DISABLED")
                .putArray("resources")
                .addObject()
                .put("name", "a resource");
    }

    @BeforeAll
    static void createClients() {
        Browser.createClient(realm);
        String action = "/authentication/required-actions/UPDATE_EMAIL";
        realm.admin()
                .put(realm.path(action), ((ObjectNode) realm.get(action)).put("enabled", true));
        String flow = realm.flowId("authrealm sign-in");
        realm.createClient(
                client ->
                        client.put("clientId", LIKE_THE_API)
                                .put("directAccessGrantsEnabled", true)
                                .putObject("authenticationFlowBindingOverrides")
                                .put("browser", flow)
                                .put("direct_grant", flow));
        String gold = realm.flowId("gold");
        realm.createClient(
                client -> {
                    client.put("clientId", GOLD).put("standardFlowEnabled", true);
                    client.putArray("redirectUris").add(Browser.CALLBACK);
                    client.putObject("attributes")
                            .put("acr.loa.map", LEVEL_2_IS_GOLD)
                            .put("minimum.acr.value", "gold");
                    client.putObject("authenticationFlowBindingOverrides").put("browser", gold);
                });
    }

    /** What a user with a password has or needs beside it. */
    enum Situation {
        APP("totp", u -> SecondFactors.addTotp(u, SECRET)),
        RECOVERY_CODES_ONLY("recovery_code", SecondFactors::addRecoveryCodes),
        SECURITY_KEY("webauthn", u -> SecondFactors.addSecurityKey(u, "webauthn")),
        MAIL_CODE("email", u -> addCode(u, Channel.EMAIL)),
        TEXT_CODE("sms", u -> addCode(u, Channel.SMS)),
        DEMANDED_AND_NONE(
                null, u -> u.withObject("/attributes").putArray("mfaRequired").add("true")),
        DEMANDED_APP(
                "totp",
                u -> {
                    SecondFactors.addTotp(u, SECRET);
                    u.withObject("/attributes").putArray("mfaRequired").add("true");
                });

        private final String method;
        private final Consumer<ObjectNode> change;

        Situation(String method, Consumer<ObjectNode> change) {
            this.method = method;
            this.change = change;
        }

        private static void addCode(ObjectNode user, Channel channel) {
            SecondFactors.addCodeTo(user, channel, channel.newDestination());
        }

        TestUser user() {
            return realm.user(change);
        }

        /** The challenge. */
        String assertAsked(Answer answer) {
            return method == null ? answer.assertEnrollment() : answer.assertChallenge(method);
        }
    }

    /** A way that begins with nothing but a password or a mailbox. */
    enum Way {
        LOGIN {
            @Override
            void go(Situation situation, TestUser user) {
                String challenge =
                        situation.assertAsked(realm.api().login(user.email(), user.password()));
                assertIsNoToken(challenge);
            }
        },
        HOSTED {
            @Override
            void go(Situation situation, TestUser user) {
                HostedPage page = new HostedPage(realm);
                String challenge = situation.assertAsked(page.signIn(user));
                assertIsNoToken(challenge);
                assertThat(page.cookieNames()).doesNotContain(HostedPage.SESSION);
                assertThat(page.isSignedInAtKeycloak()).isFalse();
            }
        },
        JITSUDO {
            @Override
            void go(Situation situation, TestUser user) {
                Answer answer = Jitsudo.of(realm).login(user);
                assertThat(answer.json().has("token")).as("%s", answer).isFalse();
                String challenge = answer.text("challenge_id");
                if (challenge != null) {
                    assertIsNoToken(challenge);
                }
            }
        },
        CREDEBL {
            @Override
            void go(Situation situation, TestUser user) {
                Answer answer = Credebl.of(realm).plain().signIn(user.email(), user.password());
                Credebl.assertError(answer, 401, "Invalid Credentials");
            }
        },
        AUTHIQA {
            @Override
            void go(Situation situation, TestUser user) {
                Authiqa.refused(Authiqa.of(realm, KEY).signIn(user), 403, "MFA_REQUIRED");
            }
        },
        LINK {
            @Override
            void go(Situation situation, TestUser user) {
                String link = mailbox.magicLink(realm, user);
                assertIsNoToken(situation.assertAsked(realm.api().consumeMagicLink(link)));
            }
        },
        RESET {
            @Override
            void go(Situation situation, TestUser user) {
                Answer reset =
                        realm.api().resetPassword(mailbox.resetLink(realm, user), NEW_PASSWORD);
                reset.assertStatus(200);
                assertNoTokens(reset);
                situation.assertAsked(realm.api().login(user.email(), NEW_PASSWORD));
            }
        },
        RESET_ON_PAGES {
            @Override
            void go(Situation situation, TestUser user) {
                Browser browser = new Browser(realm);
                Matcher link = FORGOT_PASSWORD.matcher(browser.openLoginPage().body());
                assertThat(link.find()).isTrue();
                Answer form = browser.goTo(absolute(link.group(1)));
                browser.submit(form, Map.of("username", user.email()));
                Matcher page = PAGE_IN_MAIL.matcher(mailbox.await(user.email(), 1).text());
                assertThat(page.find()).isTrue();
                Answer update = browser.goTo(page.group());
                Answer done =
                        browser.submit(
                                update,
                                Map.of(
                                        "password-new", NEW_PASSWORD,
                                        "password-confirm", NEW_PASSWORD));
                String location = done.header("Location");
                if (location != null && location.startsWith(realm.url())) {
                    done = browser.goTo(location);
                }
                assertNoTokens(done);
                situation.assertAsked(realm.api().login(user.email(), NEW_PASSWORD));
            }

            private String absolute(String link) {
                return URI.create(realm.url()).resolve(link.replace("&amp;", "&")).toString();
            }
        },
        SIGN_UP_AGAIN {
            @Override
            void go(Situation situation, TestUser user) {
                Answer answer = realm.api().signUp(user.email(), user.password());
                answer.assertError(422, "unprocessable");
                assertNoTokens(answer);
            }
        },
        GRANT {
            @Override
            void go(Situation situation, TestUser user) {
                Answer answer = Browser.directGrant(realm, user.email(), user.password());
                assertThat(answer.status()).as(answer.toString()).isBetween(400, 401);
                assertNoTokens(answer);
            }
        },
        GRANT_WITH_THE_FLOW_OF_THE_API {
            @Override
            void go(Situation situation, TestUser user) {
                assertNoTokens(grant(LIKE_THE_API, user));
            }
        };

        abstract void go(Situation situation, TestUser user);
    }

    private static Answer grant(String client, TestUser user) {
        return token(
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        client,
                        "username",
                        user.email(),
                        "password",
                        user.password()));
    }

    private static Answer token(Map<String, String> form) {
        return realm.admin().tokenEndpoint(realm.name(), form);
    }

    private static void assertNoTokens(Answer answer) {
        assertThat(answer.body()).doesNotContain("access_token", "refresh_token", "id_token");
        String location = answer.header("Location");
        assertThat(location == null ? "" : location).doesNotContain("code=");
    }

    private static void assertIsNoToken(String challenge) {
        realm.api().bearer(challenge).get("/v1/auth/me").assertError(401, "unauthorized");
        realm.api().refresh(challenge).assertError(401, "auth.refresh_token_invalid");
    }

    static Stream<Arguments> table() {
        return Stream.of(Way.values())
                .flatMap(
                        way ->
                                Stream.of(Situation.values())
                                        .map(situation -> Arguments.of(way, situation)));
    }

    @PrivateApi
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("table")
    void thereIsNoSessionWithoutTheFactor(Way way, Situation situation) {
        TestUser user = situation.user();
        way.go(situation, user);
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    /** What the password grant can ask for, it asks for. */
    @PrivateApi
    @Test
    void grantWithACodeOfTheAppGivesTokens() {
        TestUser user = Situation.APP.user();
        Browser.directGrant(realm, user.email(), user.password(), Totp.codeNow(SECRET))
                .assertStatus(200);
        TestUser without = realm.user();
        Browser.directGrant(realm, without.email(), without.password()).assertStatus(200);
        TestUser withPasskey =
                realm.user(u -> SecondFactors.addSecurityKey(u, "webauthn-passwordless"));
        Browser.directGrant(realm, withPasskey.email(), withPasskey.password()).assertStatus(200);
    }

    // What a session gives

    /** How a session gets further tokens. */
    enum Further {
        REFRESH {
            @Override
            Answer get(Tokens tokens) {
                return realm.api().refresh(tokens.refresh());
            }
        },
        REFRESH_AT_THE_TOKEN_ENDPOINT {
            @Override
            Answer get(Tokens tokens) {
                return token(
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                TestRealm.CLIENT,
                                "refresh_token",
                                tokens.refresh()));
            }
        },
        EXCHANGE {
            @Override
            Answer get(Tokens tokens) {
                return token(
                        Map.of(
                                "grant_type",
                                "urn:ietf:params:oauth:grant-type:token-exchange",
                                "client_id",
                                EXCHANGER,
                                "client_secret",
                                EXCHANGER_SECRET,
                                "subject_token",
                                tokens.access(),
                                "subject_token_type",
                                "urn:ietf:params:oauth:token-type:access_token"));
            }
        },
        PERMISSIONS {
            @Override
            Answer get(Tokens tokens) {
                return realm.api()
                        .bearer(tokens)
                        .send(
                                "POST",
                                "/protocol/openid-connect/token",
                                "application/x-www-form-urlencoded",
                                Admin.form(
                                                Map.of(
                                                        "grant_type",
                                                        "urn:ietf:params:oauth:grant-type:uma-ticket",
                                                        "audience",
                                                        PROTECTED))
                                        .getBytes(StandardCharsets.UTF_8));
            }
        };

        /** Whether its tokens say how the user has signed in: they are not of the API's client. */
        boolean saysHow() {
            return this != EXCHANGE && this != PERMISSIONS;
        }

        abstract Answer get(Tokens tokens);
    }

    private static List<String> methods(String accessToken) {
        List<String> methods = new ArrayList<>();
        Jwt.payload(accessToken).path("amr").forEach(method -> methods.add(method.asText()));
        return methods;
    }

    private static Tokens signInWithApp(TestUser user) {
        String challenge = realm.api().login(user.email(), user.password()).assertChallenge();
        return realm.api().mfa(challenge, Totp.codeNow(SECRET)).assertTokens();
    }

    private static void demandOf(TestUser user) {
        realm.updateUser(
                user, u -> u.withObject("/attributes").putArray("mfaRequired").add("true"));
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void sessionThatProvedTheFactorGoesOn(Further way) {
        TestUser user = Situation.APP.user();
        Tokens tokens = signInWithApp(user);
        demandOf(user);
        String access = way.get(tokens).assertStatus(200).text("access_token");
        if (way.saysHow()) {
            assertThat(methods(access)).contains("mfa", "otp");
        }
        assertThat(realm.sessionIds(user)).hasSize(1);
    }

    /** A session goes on as it began, and its tokens claim no more than was proved. */
    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void sessionFromBeforeTheFactorGoesOnAndClaimsNoFactor(Further way) {
        SignedIn person = SignedIn.newIn(realm);
        SignedIn.of(realm, person.user()).setUpApp();
        String access = way.get(person.tokens()).assertStatus(200).text("access_token");
        assertThat(methods(access)).doesNotContain("mfa", "otp");
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void sessionFromBeforeTheDemandEnds(Further way) {
        SignedIn person = SignedIn.newIn(realm);
        demandOf(person.user());
        Answer refused = way.get(person.tokens());
        if (way == Further.REFRESH) {
            refused.assertError(401, "auth.session_revoked");
        } else {
            // Keycloak 26.4 refuses a bearer token with 401.
            assertThat(refused.status()).isBetween(400, 401);
        }
        assertNoTokens(refused);
        assertThat(realm.sessionIds(person.user())).isEmpty();
        for (Further other : Further.values()) {
            assertNoTokens(other.get(person.tokens()));
        }
        person.api().get("/v1/auth/me").assertError(401, "unauthorized");
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void demandIsMetByAFactorThatIsSetUpInTheSession(Further way) {
        SignedIn person = SignedIn.newIn(realm);
        demandOf(person.user());
        person.setUpApp();
        way.get(person.tokens()).assertStatus(200);
    }

    @PrivateApi
    @Test
    void cookieOfAPasswordIsNotEnoughForAClientThatDemandsMore() {
        SignedIn person = SignedIn.newIn(realm);
        HostedPage page = new HostedPage(realm).signedIn(person.user());
        assertThat(page.isSignedInAtKeycloak()).isTrue();
        for (String client : List.of(GOLD, TestRealm.CLIENT)) {
            String location = authorize(page, client).header("Location");
            assertThat(location).doesNotContain("code=").contains("error=");
        }
        // The user has a factor meanwhile, and the cookie is still that of a password.
        person.setUpApp();
        assertThat(authorize(page, GOLD).header("Location"))
                .doesNotContain("code=")
                .contains("error=");
        demandOf(person.user());
        assertThat(page.singleSignOn().header("Location")).doesNotContain("code=");
    }

    /** Without showing a page. */
    private static Answer authorize(HostedPage page, String client) {
        Map<String, String> query = new HashMap<>();
        query.put("client_id", client);
        query.put(
                "redirect_uri",
                client.equals(GOLD) ? Browser.CALLBACK : "http://localhost:3000/auth/callback");
        query.put("response_type", "code");
        query.put("scope", "openid");
        query.put("prompt", "none");
        query.put("code_challenge", "c".repeat(43));
        query.put("code_challenge_method", "S256");
        return page.client()
                .get("/protocol/openid-connect/auth?" + Admin.form(query))
                .assertStatus(302);
    }

    @Test
    void changeOfTheAddressGivesNoTokens() {
        SignedIn person = SignedIn.newIn(realm);
        person.setUpApp();
        String address = TestRealm.newEmail();
        person.startChange(address).assertStatus(200);
        Answer changed = person.confirmChange(mailbox.await(address, 1).code());
        changed.assertStatus(200);
        assertNoTokens(changed);
        realm.api().login(address, person.user().password()).assertChallenge();
        assertNoTokens(
                person.api()
                        .post(
                                "/v1/auth/switch-tenant",
                                Map.of("tenant_id", UUID.randomUUID().toString()))
                        .assertErrorEnvelope());
    }

    @PrivateApi
    @Test
    void onlyAPasskeyThatVerifiesItsUserStandsForTheFactor() {
        SoftKey key = SoftKey.at(realm);
        SignedIn person = PasskeyApi.userWith(realm, key);
        person.api().post("/v1/mfa/totp/enroll/start").assertError(403, "step_up_required");
        PasskeyApi.of(person).stepUp(key).assertStatus(200);
        person.setUpApp();
        PasskeyApi passkeys = PasskeyApi.anonymous(realm);
        assertThat(methods(passkeys.signIn(key).assertTokens().access())).contains("mfa", "user");
        assertNoTokens(
                passkeys.signIn(key.userVerified(false)).assertError(401, "passkey.login_failed"));
    }

    // A mailbox counts once

    private static TestUser userWithMailCode(Consumer<ObjectNode> more) {
        String email = TestRealm.newEmail();
        return realm.user(
                email,
                TestRealm.PASSWORD,
                u -> {
                    SecondFactors.addCodeTo(u, Channel.EMAIL, email);
                    more.accept(u);
                });
    }

    private static Answer followLink(TestUser user) {
        return realm.api().consumeMagicLink(mailbox.magicLink(realm, user));
    }

    private static Answer prompt(String challenge) {
        return realm.api()
                .post("/v1/auth/mfa/challenge", Map.of("mfa_token", challenge, "method", "email"));
    }

    /** Asks for a code by mail, and answers with it. */
    private static Answer answerByMail(String challenge, String address) {
        long before = codes(address).size();
        prompt(challenge).assertStatus(202);
        Await.until("a code", Duration.ofSeconds(20), () -> codes(address).size() > before);
        String code = codes(address).get((int) before).code();
        return realm.api()
                .post(
                        "/v1/auth/mfa",
                        Map.of("mfa_token", challenge, "method", "email", "code", code));
    }

    private static List<Mailbox.Mail> codes(String address) {
        return mailbox.of(address).stream()
                .filter(mail -> mail.hasCode() && !mail.hasLink())
                .toList();
    }

    @Test
    void linkAndCodeOfOneMailboxAreOneFactor() {
        TestUser user = userWithMailCode(u -> {});
        Tokens byLink =
                answerByMail(followLink(user).assertChallenge("email"), user.email())
                        .assertTokens();
        assertThat(methods(byLink.access())).doesNotContain("mfa");
        Api session = realm.api().bearer(byLink);
        assertThat(session.get("/v1/mfa/step-up/status").json().path("recent").asBoolean(true))
                .isFalse();
        session.post("/v1/mfa/totp/enroll/start").assertError(403, "step_up_required");
        assertMailboxOpensNoWindow(user, session);

        Answer asked = realm.api().login(user.email(), user.password());
        Tokens byPassword =
                answerByMail(asked.assertChallenge("email"), user.email()).assertTokens();
        assertThat(methods(byPassword.access())).contains("pwd", "otp", "mfa");

        demandOf(user);
        answerByMail(followLink(user).assertChallenge("email"), user.email())
                .assertError(403, "auth.redirect_to_web");
        realm.api().refresh(byLink.refresh()).assertError(401, "auth.session_revoked");
        realm.api().refresh(byPassword.refresh()).assertTokens();
    }

    private static void assertMailboxOpensNoWindow(TestUser user, Api session) {
        String id = session.get("/v1/mfa/otp/factors").assertStatus(200).text("items.0.id");
        int sent = codes(user.email()).size();
        session.post("/v1/mfa/otp/factors/" + id + "/challenge").assertError(404, "not_found");
        assertThat(codes(user.email())).hasSize(sent);
        session.post("/v1/mfa/otp/verify", Map.of("code", codes(user.email()).get(0).code()))
                .assertError(401, "mfa.code_invalid");
        assertThat(session.get("/v1/mfa/step-up/status").json().path("recent").asBoolean(true))
                .isFalse();
    }

    @Test
    void mailboxOfTheLinkCannotBeSetUpOnTheWayIn() {
        TestUser user = realm.user();
        demandOf(user);
        String challenge = followLink(user).assertStatus(200).text("mfa_token");
        realm.api()
                .post(
                        OtpFactors.PATH,
                        Map.of(
                                "mfa_token",
                                challenge,
                                "channel",
                                "email",
                                "destination",
                                user.email().toUpperCase(Locale.ROOT)))
                .assertStatus(422);
    }

    /** It is the mailbox of the link that counts, and not the account's address of now. */
    @Test
    void anotherAddressMakesTheMailboxOfTheLinkNoOtherFactor() {
        TestUser user = userWithMailCode(u -> u.putArray("requiredActions").add("UPDATE_EMAIL"));
        String challenge =
                answerByMail(followLink(user).assertChallenge("email"), user.email())
                        .assertActionRequired("UPDATE_EMAIL");
        String next = TestRealm.newEmail();
        realm.api().action("update_email", challenge, "email", next).assertStatus(202);
        String code = mailbox.await(next, 1).code();
        Tokens tokens = realm.api().action("update_email", challenge, "code", code).assertTokens();
        assertThat(methods(tokens.access())).doesNotContain("mfa");
        demandOf(user);
        realm.api().refresh(tokens.refresh()).assertError(401, "auth.session_revoked");
    }

    @Test
    void mailboxOfTheLinkIsNotAskedIfThereIsAnotherFactor() {
        TestUser user = userWithMailCode(u -> SecondFactors.addTotp(u, SECRET));
        String challenge = followLink(user).assertChallenge("totp");
        prompt(challenge).assertError(400, "mfa.factor_not_confirmed");
        assertThat(codes(user.email())).isEmpty();
        Tokens tokens = realm.api().mfa(challenge, Totp.codeNow(SECRET)).assertTokens();
        assertThat(methods(tokens.access())).contains("otp", "mfa");
        String afterPassword =
                realm.api().login(user.email(), user.password()).assertChallenge("email", "totp");
        answerByMail(afterPassword, user.email()).assertTokens();
        // Recovery codes stand in for another factor, and are none.
        TestUser withCodes = userWithMailCode(SecondFactors::addRecoveryCodes);
        followLink(withCodes).assertChallenge("email", "recovery_code");
    }

    @Test
    void anotherMailboxIsAnotherFactor() {
        String elsewhere = TestRealm.newEmail();
        TestUser user = realm.user(u -> SecondFactors.addCodeTo(u, Channel.EMAIL, elsewhere));
        demandOf(user);
        Tokens tokens =
                answerByMail(followLink(user).assertChallenge("email"), elsewhere).assertTokens();
        assertThat(methods(tokens.access())).contains("otp", "mfa");
        // Of two mailboxes it is the other one that gets the code.
        TestUser withBoth =
                userWithMailCode(u -> SecondFactors.addCodeTo(u, Channel.EMAIL, elsewhere));
        demandOf(withBoth);
        String challenge = followLink(withBoth).assertChallenge("email");
        answerByMail(challenge, elsewhere).assertTokens();
        assertThat(codes(withBoth.email())).isEmpty();
    }

    // Nothing is set up

    /** Who demands a second factor of a user who has none. */
    enum Demand {
        FLOW {
            @Override
            void set(boolean isOn) {
                demanding.bindFlow(isOn ? "always" : "authrealm sign-in");
            }
        },
        ROLE {
            @Override
            void set(boolean isOn) {
                demanding.bindFlow(isOn ? "by role" : "authrealm sign-in");
            }
        },
        LEVEL_OF_THE_CLIENT {
            @Override
            void set(boolean isOn) {
                demanding.bindFlow(isOn ? "levels" : "authrealm sign-in");
                demanding.updateClient(
                        TestRealm.CLIENT,
                        client ->
                                client.withObject("/attributes")
                                        .put("acr.loa.map", isOn ? LEVEL_2_IS_GOLD : "{}")
                                        .put("minimum.acr.value", isOn ? "gold" : ""));
            }
        };

        abstract void set(boolean isOn);
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void whoHasNothingSetsItUpFirst(Demand demand) {
        TestUser user = demanding.user();
        demand.set(true);
        try {
            demanding.api().login(user.email(), user.password()).assertEnrollment();
            demanding.api().consumeMagicLink(mailbox.magicLink(demanding, user)).assertEnrollment();
            new HostedPage(demanding).signIn(user).assertEnrollment();
            assertThat(demanding.sessionIds(user)).isEmpty();
            String email = TestRealm.newEmail();
            Answer created = demanding.api().signUp(email, NEW_PASSWORD).assertStatus(201);
            assertNoTokens(created);
            assertThat(created.json().path("required_actions"))
                    .extracting(JsonNode::asText)
                    .containsExactly("CONFIGURE_TOTP");
            assertThat(created.text("user.email")).isEqualTo(email);
            String challenge = created.text("challenge_id");
            String secret =
                    Totp.fromBase32(
                            demanding
                                    .api()
                                    .post(
                                            "/v1/mfa/totp/enroll/start",
                                            Map.of("mfa_token", challenge))
                                    .assertStatus(200)
                                    .text("secret"));
            Tokens tokens =
                    demanding
                            .api()
                            .post(
                                    "/v1/mfa/totp/enroll/confirm",
                                    Map.of("mfa_token", challenge, "code", Totp.codeNow(secret)))
                            .assertTokens();
            assertThat(methods(tokens.access())).contains("mfa");
            demanding.api().login(email, NEW_PASSWORD).assertChallenge("totp");
        } finally {
            demand.set(false);
        }
    }

    @PrivateApi
    @Test
    void signUpWhoseFlowAsksForWhatNobodyCanSetUpGivesNoTokens() {
        demanding.bindFlow("with a mailed code");
        try {
            String email = TestRealm.newEmail();
            Answer created = demanding.api().signUp(email, NEW_PASSWORD).assertStatus(201);
            assertNoTokens(created);
            assertThat(created.json().properties()).hasSize(1);
            TestUser user = new TestUser(created.text("user.id"), email, NEW_PASSWORD);
            assertThat(demanding.sessionIds(user)).isEmpty();
            demanding.api().login(email, NEW_PASSWORD).assertError(403, "auth.redirect_to_web");
            demanding.api().signUp(email, NEW_PASSWORD).assertError(422, "unprocessable");
        } finally {
            demanding.bindFlow("authrealm sign-in");
        }
        demanding.api().signUp(TestRealm.newEmail(), NEW_PASSWORD).assertTokens(201);
    }
}
