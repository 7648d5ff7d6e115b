package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RootTenantIT {

    private static final String HOST = "login.globex.test";
    private static final String DOMAIN = "acme-people.test";

    @RegisterExtension
    static final TestRealm acme = TestRealm.fresh().setting("email_domains", DOMAIN);

    @RegisterExtension
    static final TestRealm globex = TestRealm.fresh().setting("host_names", HOST);

    @RegisterExtension
    static final TestRealm byDefault = TestRealm.named(TestServer.DEFAULT_TENANT);

    @RegisterExtension static final TestRealm outsider = TestRealm.fresh().notOptedIn();

    @BeforeAll
    static void rootKnowsTheRealms() {
        acme.awaitAtRoot();
        globex.awaitAtRoot();
        byDefault.awaitAtRoot();
    }

    private static Set<String> keyIds(TestRealm realm) {
        return keyIds(realm.api().get("/v1/.well-known/jwks.json"));
    }

    private static Set<String> keyIds(Answer answer) {
        return StreamSupport.stream(
                        answer.assertStatus(200).json().path("keys").spliterator(), false)
                .map(key -> key.path("kid").asText())
                .collect(Collectors.toSet());
    }

    private static Api root() {
        return TestServer.root();
    }

    private static Api onHost(String host) {
        return root().with("Host", host + ":" + URI.create(TestServer.url()).getPort());
    }

    private static void assertIssuer(Tokens tokens, TestRealm realm) {
        assertThat(Jwt.payload(tokens.access()).path("iss").asText())
                .endsWith("/realms/" + realm.name());
    }

    @Test
    void emailOfOneRealmFindsThatRealm() {
        TestUser ofAcme = acme.user();
        TestUser ofGlobex = globex.user();
        assertIssuer(root().login(ofAcme.email(), ofAcme.password()).assertTokens(), acme);
        assertIssuer(root().login(ofGlobex.email(), ofGlobex.password()).assertTokens(), globex);
    }

    @Test
    void headerDecidesBetweenTwoRealmsWithTheSameEmail() {
        TestUser ofAcme = acme.user(TestRealm.newEmail(), "password-in-acme", u -> {});
        globex.user(ofAcme.email(), "password-in-globex", u -> {});
        Api toAcme = root().with("X-Tenant", acme.name());
        Api toGlobex = root().with("X-Tenant", globex.name());
        assertIssuer(toAcme.login(ofAcme.email(), "password-in-acme").assertTokens(), acme);
        assertIssuer(toGlobex.login(ofAcme.email(), "password-in-globex").assertTokens(), globex);
        toGlobex.login(ofAcme.email(), "password-in-acme")
                .assertError(401, "auth.invalid_credentials");
    }

    @Test
    void ambiguousEmailLooksLikeAWrongPassword() {
        TestUser ofAcme = acme.user();
        globex.user(ofAcme.email(), TestRealm.PASSWORD, u -> {});
        Answer ambiguous = root().login(ofAcme.email(), TestRealm.PASSWORD);
        ambiguous.assertError(401, "auth.invalid_credentials");
        Answer wrong = root().login(acme.user().email(), "not-the-password");
        assertThat(ambiguous.errorWithoutRequestId()).isEqualTo(wrong.errorWithoutRequestId());
        assertThat(ambiguous.headers().map().keySet()).isEqualTo(wrong.headers().map().keySet());
    }

    @Test
    void ambiguousEmailIsLockedLikeAnyOther() {
        TestUser ofAcme = acme.user();
        globex.user(ofAcme.email(), TestRealm.PASSWORD, u -> {});
        for (int i = 0; i < 5; i++) {
            root().login(ofAcme.email(), "not-the-password")
                    .assertError(401, "auth.invalid_credentials");
        }
        root().login(ofAcme.email(), "not-the-password").assertError(429, "auth.account_locked");
        // Guesses at an address that belongs to no tenant must not lock an account.
        acme.signIn(ofAcme);
    }

    @Test
    void hostNameFindsTheRealm() {
        TestUser user = globex.user();
        acme.user(user.email(), TestRealm.PASSWORD, u -> {});
        Tokens tokens = onHost(HOST).login(user.email(), user.password()).assertTokens();
        assertIssuer(tokens, globex);
        onHost(HOST).bearer(tokens).get("/v1/auth/me").assertStatus(200);
    }

    @Test
    void hostNameIsComparedWithoutRegardToCase() {
        TestUser user = globex.user();
        acme.user(user.email(), TestRealm.PASSWORD, u -> {});
        onHost("Login.GLOBEX.test").login(user.email(), user.password()).assertTokens();
    }

    @Test
    void headerWinsOverHostName() {
        TestUser user = acme.user();
        globex.user(user.email(), "password-in-globex", u -> {});
        Tokens tokens =
                onHost(HOST)
                        .with("X-Tenant", acme.name())
                        .login(user.email(), user.password())
                        .assertTokens();
        assertIssuer(tokens, acme);
    }

    @PrivateApi
    @Test
    void emailDomainFindsTheRealm() {
        String email = "someone-" + TestRealm.random() + "@" + DOMAIN;
        globex.user(email, "password-in-globex", u -> {});
        Tokens tokens = root().signUp(email, TestRealm.PASSWORD).assertTokens(201);
        assertIssuer(tokens, acme);
        assertIssuer(root().login(email, TestRealm.PASSWORD).assertTokens(), acme);
        root().login(email, "password-in-globex").assertError(401, "auth.invalid_credentials");
    }

    @Test
    void signUpWithoutAHintGoesToTheDefaultTenant() {
        String email = TestRealm.newEmail();
        assertIssuer(root().signUp(email, TestRealm.PASSWORD).assertTokens(201), byDefault);
        assertThat(byDefault.usersWithEmail(email)).hasSize(1);
        assertIssuer(root().login(email, TestRealm.PASSWORD).assertTokens(), byDefault);
    }

    @Test
    void signUpDoesNotLookForTheAddressInOtherTenants() {
        TestUser user = acme.user();
        assertIssuer(root().signUp(user.email(), "another-password").assertTokens(201), byDefault);
        assertIssuer(root().login(user.email(), user.password()).assertTokens(), acme);
        root().login(user.email(), "another-password").assertError(401, "auth.invalid_credentials");
    }

    // Which tenant an address stands for

    /** Anybody may sign up with any address. */
    private static void signUpIn(TestRealm realm, String email) {
        realm.api().signUp(email, "the-password-of-a-stranger").assertTokens(201);
    }

    private static TestUser unprovedUser(TestRealm realm, String email) {
        return realm.user(
                email, "password-in-" + realm.name(), user -> user.put("emailVerified", false));
    }

    private static TestUser provedUser(TestRealm realm, String email) {
        return realm.user(email, "password-in-" + realm.name(), user -> {});
    }

    /** Signing in with the password of {@code user} works at the root, or looks wrong. */
    private static void assertStandsFor(TestUser user, TestRealm realm) {
        assertIssuer(root().login(user.email(), user.password()).assertTokens(), realm);
    }

    private static void assertDoesNotStandFor(TestUser user) {
        root().login(user.email(), user.password()).assertError(401, "auth.invalid_credentials");
    }

    @Test
    void strangerWhoSignsUpWithAVerifiedAddressTakesNothing() {
        for (TestRealm strangers : List.of(globex, byDefault)) {
            TestUser victim = provedUser(acme, TestRealm.newEmail());
            signUpIn(strangers, victim.email());
            assertStandsFor(victim, acme);
        }
    }

    @Test
    void strangerWhoSignsUpWithAnUnverifiedAddressTakesNothingFromEarlierUsers() {
        TestUser victim = unprovedUser(acme, TestRealm.newEmail());
        signUpIn(globex, victim.email());
        assertStandsFor(victim, acme);
    }

    @Test
    void amongVerifiedOnesTheDefaultTenantsCountsAndElseNone() {
        TestUser ofAcme = provedUser(acme, TestRealm.newEmail());
        TestUser ofGlobex = provedUser(globex, ofAcme.email());
        assertDoesNotStandFor(ofAcme);
        assertDoesNotStandFor(ofGlobex);
        TestUser ofDefault = provedUser(byDefault, ofAcme.email());
        assertStandsFor(ofDefault, byDefault);
        assertDoesNotStandFor(ofAcme);
    }

    @Test
    void amongUnverifiedOnesTheDefaultTenantsCountsAndElseTheEarliest() {
        for (List<TestRealm> order : List.of(List.of(acme, globex), List.of(globex, acme))) {
            TestUser earlier = unprovedUser(order.get(0), TestRealm.newEmail());
            TestUser later = unprovedUser(order.get(1), earlier.email());
            assertStandsFor(earlier, order.get(0));
            assertDoesNotStandFor(later);
            TestUser ofDefault = unprovedUser(byDefault, earlier.email());
            assertStandsFor(ofDefault, byDefault);
            assertDoesNotStandFor(earlier);
        }
    }

    @Test
    void disabledAccountStillCounts() {
        TestUser suspended = provedUser(acme, TestRealm.newEmail());
        acme.disable(suspended);
        signUpIn(globex, suspended.email());
        root().login(suspended.email(), suspended.password())
                .assertError(403, "auth.account_inactive");
        root().login(suspended.email(), "the-password-of-a-stranger")
                .assertError(401, "auth.invalid_credentials");
    }

    @PrivateApi
    @Test
    void deletedAccountDoesNotCount() {
        TestUser deleted = provedUser(acme, TestRealm.newEmail());
        TestUser alive = unprovedUser(globex, deleted.email());
        assertStandsFor(deleted, acme);
        acme.as(acme.admin("manage-users", "view-users"))
                .delete("/v1/users/" + deleted.id())
                .assertStatus(204);
        assertStandsFor(alive, globex);
        assertDoesNotStandFor(deleted);
    }

    @Test
    void addressOfSeveralUsersOfARealmStandsForNone() {
        TestRealm shared =
                TestRealm.fresh()
                        .withUserNames()
                        .with(r -> r.put("loginWithEmailAllowed", false))
                        .with(r -> r.put("duplicateEmailsAllowed", true))
                        .create();
        try {
            shared.awaitAtRoot();
            TestUser ofGlobex = unprovedUser(globex, TestRealm.newEmail());
            for (int i = 0; i < 2; i++) {
                String name = "user-" + TestRealm.random();
                shared.user(ofGlobex.email(), TestRealm.PASSWORD, u -> u.put("username", name));
            }
            assertStandsFor(ofGlobex, globex);
        } finally {
            shared.close();
        }
    }

    // Keys

    /** Gives globex a key of this id; Keycloak's key providers accept any id. */
    private static void giveKey(Admin admin, String provider, Map<String, String> config) {
        ObjectNode key = Answer.JSON.createObjectNode();
        key.put("name", "squatter-" + TestRealm.random()).put("providerId", provider);
        key.put("providerType", "org.keycloak.keys.KeyProvider");
        ObjectNode values = key.putObject("config");
        config.forEach((name, value) -> values.putArray(name).add(value));
        admin.create(globex.path("/components"), key);
    }

    private static String keyId(String token) {
        return Jwt.header(token).path("kid").asText();
    }

    @PrivateApi
    @Test
    void keyWithTheIdOfAnotherTenantsKeyTakesNothing() throws GeneralSecurityException {
        Tokens tokens = acme.signIn(acme.user());
        String accessKey = keyId(tokens.access());
        Set<String> keysOfGlobex = keyIds(globex);
        Admin ofGlobex = globex.ownAdmin("manage-realm", "manage-clients", "view-clients");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String privateKey =
                Base64.getEncoder()
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        giveKey(
                ofGlobex,
                "rsa",
                Map.of("kid", accessKey, "privateKey", privateKey, "algorithm", "RS256"));
        giveKey(
                ofGlobex,
                "hmac-generated",
                Map.of(
                        "kid",
                        keyId(tokens.refresh()),
                        "secret",
                        "c2VjcmV0LW9mLWdsb2JleC1zZWNyZXQtb2YtZ2xvYmV4",
                        "algorithm",
                        "HS512"));
        ObjectNode client =
                (ObjectNode)
                        ofGlobex.get(globex.path("/clients?clientId=" + TestRealm.CLIENT)).get(0);
        ((ObjectNode) client.path("attributes")).put("access.token.signed.response.alg", "RS256");
        ofGlobex.put(globex.path("/clients/" + client.path("id").asText()), client);
        try {
            Await.until(
                    "the root has seen the change of globex",
                    Duration.ofSeconds(15),
                    () ->
                            Collections.disjoint(
                                    keysOfGlobex, keyIds(root().get("/.well-known/jwks.json"))));
            List<JsonNode> keys =
                    TestRealm.list(root().get("/.well-known/jwks.json").json().path("keys"));
            assertThat(keys)
                    .filteredOn(key -> key.path("kid").asText().equals(accessKey))
                    .hasSize(1)
                    .allSatisfy(key -> assertThat(key.path("kty").asText()).isEqualTo("EC"));
            root().bearer(tokens).get("/v1/auth/me").assertStatus(200);
            assertIssuer(root().refresh(tokens.refresh()).assertTokens(), acme);
        } finally {
            ((ObjectNode) client.path("attributes"))
                    .put("access.token.signed.response.alg", "ES256");
            globex.admin().put(globex.path("/clients/" + client.path("id").asText()), client);
        }
    }

    @Test
    void headerWithAnUnknownTenantLooksLikeAWrongPassword() {
        TestUser ofAcme = acme.user();
        TestUser ofOutsider = outsider.user();
        root().with("X-Tenant", "no-such-realm")
                .login(ofAcme.email(), ofAcme.password())
                .assertError(401, "auth.invalid_credentials");
        root().with("X-Tenant", outsider.name())
                .login(ofOutsider.email(), ofOutsider.password())
                .assertError(401, "auth.invalid_credentials");
        root().with("X-Tenant", "master")
                .login("admin@example.test", "admin")
                .assertError(401, "auth.invalid_credentials");
    }

    @Test
    void signUpWithAnUnknownTenantCreatesNoUser() {
        String email = TestRealm.newEmail();
        Answer answer = root().with("X-Tenant", outsider.name()).signUp(email, TestRealm.PASSWORD);
        answer.assertErrorEnvelope();
        assertThat(outsider.usersWithEmail(email)).isEmpty();
        assertThat(byDefault.usersWithEmail(email)).isEmpty();
    }

    @Test
    void userOfARealmThatHasNotOptedInIsUnknown() {
        TestUser user = outsider.user();
        root().login(user.email(), user.password()).assertError(401, "auth.invalid_credentials");
        user = acme.user();
        outsider.user(user.email(), "password-in-outsider", u -> {});
        assertIssuer(root().login(user.email(), user.password()).assertTokens(), acme);
    }

    @PrivateApi
    @Test
    void bearerFindsItsRealmAtTheRoot() {
        TestUser user = globex.user();
        Tokens tokens = globex.signIn(user);
        Answer me = root().bearer(tokens).get("/v1/auth/me").assertStatus(200);
        assertThat(me.text("user_id")).isEqualTo(user.id());
        assertThat(me.text("tenant_id")).isEqualTo(tokens.tenantId());
        // Only the key decides: a header cannot move a token to another tenant.
        me = root().bearer(tokens).with("X-Tenant", acme.name()).get("/v1/auth/me");
        if (me.status() == 200) {
            assertThat(me.text("tenant_id")).isEqualTo(tokens.tenantId());
        } else {
            me.assertError(401, "unauthorized");
        }
    }

    @Test
    void tokenOfAnotherRealmIsRefusedBelowARealmsOwnPath() {
        Tokens tokens = globex.signIn(globex.user());
        acme.api().bearer(tokens).get("/v1/auth/me").assertError(401, "unauthorized");
        acme.api().bearer(tokens).get("/v1/me").assertError(401, "unauthorized");
        acme.api().refresh(tokens.refresh()).assertError(401, "auth.refresh_token_invalid");
        globex.api().refresh(tokens.refresh()).assertTokens();
    }

    @Test
    void inviteIsUnknownBelowThePathOfAnotherTenant() {
        Api admin = acme.as(acme.admin("manage-users"));
        Answer sent =
                admin.post("/v1/invites", Map.of("email", TestRealm.newEmail())).assertStatus(201);
        Map<String, Object> acceptance =
                Map.of("token", sent.text("token"), "password", "a-new-horse-battery");
        globex.api().post("/v1/invites/accept", acceptance).assertError(400, "invite.link_invalid");
        TestUser sameAddress = globex.user(sent.text("email"), TestRealm.PASSWORD, u -> {});
        globex.as(sameAddress)
                .post("/v1/invites/accept", Map.of("token", sent.text("token")))
                .assertError(400, "invite.link_invalid");
        Api stranger = globex.as(globex.admin("manage-users"));
        stranger.delete("/v1/invites/" + sent.text("id")).assertError(404, "not_found");
        stranger.post("/v1/invites/" + sent.text("id") + "/resend").assertError(404, "not_found");
        assertIssuer(root().post("/v1/invites/accept", acceptance).assertTokens(), acme);
    }

    @Test
    void refreshAndLogoutWorkAtTheRoot() {
        Tokens tokens = root().login(signedUpInGlobex(), TestRealm.PASSWORD).assertTokens();
        Tokens next = root().refresh(tokens.refresh()).assertTokens();
        assertThat(next.sessionId()).isEqualTo(tokens.sessionId());
        assertIssuer(next, globex);
        root().bearer(next).post("/v1/auth/logout").assertStatus(200);
        root().bearer(next).get("/v1/auth/me").assertError(401, "unauthorized");
    }

    private static String signedUpInGlobex() {
        return globex.user().email();
    }

    @Test
    void mfaFindsItsRealmAtTheRoot() {
        String secret = Totp.newSecret();
        TestUser user = globex.userWithTotp(secret);
        String challenge = root().login(user.email(), user.password()).assertChallenge();
        assertIssuer(root().mfa(challenge, Totp.codeNow(secret)).assertTokens(), globex);
    }

    @PrivateApi
    @Test
    void keySetOfTheRootIsTheUnionOfTheTenants() {
        Set<String> union = keyIds(root().get("/.well-known/jwks.json"));
        assertThat(union).containsAll(keyIds(acme)).containsAll(keyIds(globex));
        assertThat(union).containsAll(keyIds(byDefault));
        assertThat(keyIds(acme)).doesNotContainAnyElementsOf(keyIds(globex));
        JsonNode outsiderKeys =
                Http.send(
                                java.net.http.HttpRequest.newBuilder(
                                                URI.create(
                                                        outsider.url()
                                                                + "/protocol/openid-connect/certs"))
                                        .GET())
                        .json();
        outsiderKeys
                .path("keys")
                .forEach(key -> assertThat(union).doesNotContain(key.path("kid").asText()));
    }

    @Test
    void discoveryOfTheRootIsTheDefaultTenantsWithTheRootsKeySet() {
        Answer answer = root().get("/.well-known/openid-configuration").assertStatus(200);
        assertThat(answer.text("issuer")).isEqualTo(byDefault.url());
        assertThat(answer.text("jwks_uri")).isEqualTo(TestServer.url() + "/.well-known/jwks.json");
    }

    @Test
    void realmAppearsAtTheRootWhenCreatedAndDisappearsWhenDeleted() {
        TestRealm shortLived = TestRealm.fresh().create();
        TestUser user = shortLived.user();
        Api named = root().with("X-Tenant", shortLived.name());
        try {
            assertIssuer(named.login(user.email(), user.password()).assertTokens(), shortLived);
        } finally {
            shortLived.admin().delete(shortLived.path(""));
        }
        named.login(user.email(), user.password()).assertError(401, "auth.invalid_credentials");
    }

    @Test
    void disabledTenantDisappearsFromTheRoot() {
        TestRealm shortLived = TestRealm.fresh().create();
        try {
            TestUser user = shortLived.user();
            Tokens tokens = root().login(user.email(), user.password()).assertTokens();
            shortLived.updateRealm(r -> r.put("enabled", false));
            root().login(user.email(), user.password())
                    .assertError(401, "auth.invalid_credentials");
            root().bearer(tokens).get("/v1/auth/me").assertError(401, "unauthorized");
            root().refresh(tokens.refresh()).assertErrorEnvelope().assertStatus(401);
        } finally {
            shortLived.close();
        }
    }
}
