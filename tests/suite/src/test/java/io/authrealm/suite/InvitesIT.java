package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People who are invited into a tenant that lets nobody register. */
class InvitesIT {

    private static final String INVITES = "/v1/invites";
    private static final String ACCEPT = "/v1/invites/accept";
    private static final String OWN = "/v1/me/invites";
    private static final String NEW = "a-new-horse-battery";
    private static final String DENIED = "rbac.permission_denied";
    private static final String INVALID = "invite.invalid";
    private static final String UNKNOWN = "invite.link_invalid";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(mailbox::serve).with(InvitesIT::close).with(InvitesIT::addFlow);

    private static TestUser adminUser;
    private static Api admin;

    /** The id of a role that nothing is in. */
    private static String editor;

    /** The id of a role that lets its users change the realm. */
    private static String chief;

    /** Invited people neither register nor have to verify their address. */
    private static void close(ObjectNode representation) {
        representation
                .put("registrationAllowed", false)
                .put("verifyEmail", true)
                .put("adminEventsDetailsEnabled", true);
    }

    /** A flow that demands an app of everybody. */
    private static void addFlow(ObjectNode representation) {
        ArrayNode steps =
                representation
                        .withArray("authenticationFlows")
                        .addObject()
                        .put("alias", "always")
                        .put("providerId", "basic-flow")
                        .put("topLevel", true)
                        .putArray("authenticationExecutions");
        int priority = 0;
        for (String step : List.of("authrealm-password", "auth-otp-form")) {
            priority += 10;
            steps.addObject()
                    .put("authenticator", step)
                    .put("requirement", "REQUIRED")
                    .put("priority", priority);
        }
    }

    @BeforeAll
    static void prepare() {
        adminUser = realm.admin("manage-users");
        admin = realm.as(adminUser);
        editor = newRole("editor");
        chief = newRole("chief");
        JsonNode manageRealm = realm.get("/clients/" + realmManagement() + "/roles/manage-realm");
        realm.post("/roles/chief/composites", Answer.JSON.createArrayNode().add(manageRealm));
        realm.awaitAtRoot();
    }

    private static String realmManagement() {
        return realm.get("/clients?clientId=realm-management").at("/0/id").asText();
    }

    private static String newRole(String name) {
        realm.admin().create(realm.path("/roles"), Map.of("name", name));
        return realm.get("/roles/" + name).path("id").asText();
    }

    /** An invite that was just sent. */
    private record Sent(String id, String email, String token) {

        static Sent of(Answer answer) {
            return new Sent(answer.text("id"), answer.text("email"), answer.text("token"));
        }

        Answer accept() {
            return realm.api().post(ACCEPT, Map.of("token", token, "password", NEW));
        }

        Answer acceptBy(TestUser user) {
            return realm.as(user).post(ACCEPT, Map.of("token", token));
        }

        Answer resend() {
            return admin.post(INVITES + "/" + id + "/resend");
        }

        Answer revoke() {
            return admin.delete(INVITES + "/" + id);
        }

        String status() {
            return shown().path("status").asText();
        }

        JsonNode shown() {
            return list().stream()
                    .filter(invite -> invite.path("id").asText().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String pathOfList() {
        return "/v1/tenants/" + realm.tenantId() + "/invites";
    }

    private static List<JsonNode> list() {
        return TestRealm.list(admin.get(pathOfList()).assertStatus(200).json().path("items"));
    }

    private static Sent invite(String email) {
        return Sent.of(admin.post(INVITES, Map.of("email", email)).assertStatus(201));
    }

    private static Sent invite() {
        return invite(TestRealm.newEmail());
    }

    private static Sent inviteToRole(Api by, String email, String role) {
        return Sent.of(by.post(INVITES, Map.of("email", email, "role_id", role)).assertStatus(201));
    }

    private static Set<String> rolesOf(String userId) {
        Set<String> roles = new HashSet<>();
        realm.get("/users/" + userId + "/role-mappings/realm")
                .forEach(role -> roles.add(role.path("name").asText()));
        return roles;
    }

    private static List<String> ids(Answer answer) {
        return TestRealm.list(answer.assertStatus(200).json().path("items")).stream()
                .map(invite -> invite.path("id").asText())
                .toList();
    }

    @PrivateApi
    @Test
    void newcomerGetsAnAccountByTheMailedLink() {
        String typed = "Maria." + TestRealm.random() + "@Example.Test";
        String email = typed.toLowerCase(Locale.ROOT);
        Instant before = Instant.now().minus(Duration.ofMinutes(1));
        Answer created =
                admin.post(INVITES, Map.of("email", typed, "role_id", editor)).assertStatus(201);
        Sent sent = Sent.of(created);
        assertThat(sent.token()).matches("[A-Za-z0-9_-]{43}");
        assertThat(UUID.fromString(sent.id()).toString()).isEqualTo(sent.id());
        JsonNode invite = created.json().path("invite");
        assertThat(invite)
                .hasSize(8)
                .isEqualTo(sent.shown())
                .allSatisfy(value -> assertThat(value.isMissingNode()).isFalse());
        assertThat(created.json()).hasSize(10);
        invite.fieldNames()
                .forEachRemaining(
                        name -> assertThat(created.json().get(name)).isEqualTo(invite.get(name)));
        assertThat(invite.path("tenant_id").asText()).isEqualTo(realm.tenantId());
        assertThat(invite.path("email").asText()).isEqualTo(email);
        assertThat(invite.path("role_id").asText()).isEqualTo(editor);
        assertThat(invite.path("status").asText()).isEqualTo("pending");
        assertThat(invite.path("accepted_at").isNull()).isTrue();
        assertThat(Instant.parse(invite.path("expires_at").asText()))
                .isBetween(
                        before.plus(Duration.ofDays(14)),
                        Instant.now().plus(Duration.ofDays(14)).plusSeconds(60));

        Mailbox.Mail mail = mailbox.await(email, 1);
        assertThat(mail.token()).isEqualTo(sent.token());
        assertThat(mail.text())
                .contains("http://localhost:3000/invite/accept?token=" + sent.token())
                .contains("14 days");
        assertThat(mail.subject()).isEqualTo("Invitation to Tenant template");

        realm.api().signUp(email, NEW).assertError(403, "auth.self_registration_disabled");
        Tokens tokens =
                realm.api()
                        .post(
                                ACCEPT,
                                Map.of(
                                        "token",
                                        sent.token(),
                                        "password",
                                        NEW,
                                        "display_name",
                                        "Maria Lopez"))
                        .assertTokens();
        assertThat(tokens.tenantId()).isEqualTo(realm.tenantId());
        JsonNode me = realm.api().bearer(tokens).get("/v1/me").assertStatus(200).json();
        assertThat(me.path("id").asText()).isEqualTo(tokens.userId());
        assertThat(me.path("email").asText()).isEqualTo(email);
        assertThat(me.path("display_name").asText()).isEqualTo("Maria Lopez");
        assertThat(me.path("email_verified_at").isNull()).isFalse();
        assertThat(rolesOf(tokens.userId())).contains("editor");
        realm.api().login(email, NEW).assertTokens();
        realm.api().refresh(tokens.refresh()).assertTokens();

        assertThat(sent.status()).isEqualTo("accepted");
        assertThat(sent.shown().path("accepted_at").isNull()).isFalse();
        sent.accept().assertError(400, INVALID);
        realm.api().login(email, NEW).assertTokens();
        assertThat(realm.usersWithEmail(email)).hasSize(1);
    }

    @PrivateApi
    @Test
    void tokenNamesItsTenantAtTheRoot() {
        Sent sent = invite();
        Tokens tokens =
                TestServer.root()
                        .post(ACCEPT, Map.of("token", sent.token(), "password", NEW))
                        .assertTokens();
        assertThat(tokens.tenantId()).isEqualTo(realm.tenantId());
        Sent next = inviteToRole(admin, sent.email(), editor);
        Api root = TestServer.root().bearer(tokens);
        assertThat(ids(root.get(OWN))).containsExactly(next.id());
        root.post(OWN + "/" + next.id() + "/accept").assertStatus(200);
        TestServer.root()
                .post(ACCEPT, Map.of("token", "x".repeat(43), "password", NEW))
                .assertErrorEnvelope();
    }

    @PrivateApi
    @Test
    void accountThatExistsJoinsOnlyWithItsToken() {
        TestUser user = realm.user(u -> u.putObject("attributes").putArray("locale").add("de"));
        Sent sent = inviteToRole(admin, user.email(), editor);
        assertThat(mailbox.await(user.email(), 1).subject())
                .isEqualTo("Einladung zu Tenant template");
        Answer anonymous = sent.accept().assertError(409, "invite.account_exists");
        assertThat(anonymous.body()).doesNotContain("access_token", user.id());
        realm.api().login(user.email(), NEW).assertStatus(401);
        assertThat(rolesOf(user.id())).doesNotContain("editor");
        assertThat(sent.status()).isEqualTo("pending");

        sent.acceptBy(realm.user()).assertError(403, "invite.email_mismatch");
        assertThat(sent.status()).isEqualTo("pending");
        realm.api()
                .bearer("garbage")
                .post(ACCEPT, Map.of("token", sent.token(), "password", NEW))
                .assertError(401, "unauthorized");

        // Clients send the form of people without an account here too.
        Answer joined =
                realm.as(user)
                        .post(ACCEPT, Map.of("token", sent.token(), "password", NEW, "more", 1))
                        .assertStatus(200);
        assertThat(joined.json()).hasSize(2);
        assertThat(joined.text("user_id")).isEqualTo(user.id());
        assertThat(joined.text("tenant_id")).isEqualTo(realm.tenantId());
        assertThat(rolesOf(user.id())).contains("editor");
        assertThat(sent.status()).isEqualTo("accepted");
        sent.acceptBy(user).assertError(400, INVALID);
        sent.accept().assertError(400, INVALID);
        realm.signIn(user);

        TestUser deleted = realm.user();
        admin.delete("/v1/users/" + deleted.id()).assertStatus(204);
        invite(deleted.email()).accept().assertError(409, "invite.account_exists");
        TestUser disabled = realm.user(u -> u.put("enabled", false));
        invite(disabled.email()).accept().assertError(409, "invite.account_exists");
        realm.api().login(disabled.email(), NEW).assertErrorEnvelope();
    }

    @PrivateApi
    @Test
    void userSeesAcceptsAndDeclinesTheirOwn() {
        TestUser user = realm.user();
        Api own = realm.as(user);
        Api stranger = realm.as(realm.user());
        assertThat(ids(own.get(OWN))).isEmpty();
        Sent first = invite(user.email());
        Sent second = inviteToRole(admin, user.email(), editor);
        Sent third = invite(user.email().toUpperCase(Locale.ROOT));
        Answer listed = own.get(OWN);
        assertThat(ids(listed)).containsExactly(third.id(), second.id(), first.id());
        JsonNode shown = listed.json().at("/items/1");
        assertThat(shown).hasSize(8);
        assertThat(shown.path("tenant_id").asText()).isEqualTo(realm.tenantId());
        assertThat(shown.path("tenant_name").asText()).isEqualTo("Tenant template");
        assertThat(shown.path("tenant_slug").asText()).isEqualTo(realm.name());
        assertThat(shown.path("role_id").asText()).isEqualTo(editor);
        assertThat(listed.body()).doesNotContain(first.token(), second.token(), "token");
        assertThat(ids(stranger.get(OWN))).isEmpty();

        for (String action : List.of("/accept", "/decline")) {
            stranger.post(OWN + "/" + first.id() + action).assertError(400, INVALID);
            own.post(OWN + "/" + UUID.randomUUID() + action).assertError(400, INVALID);
            own.post(OWN + "/no-uuid" + action).assertError(400, "bad_request");
        }
        Answer declined = own.post(OWN + "/" + first.id() + "/decline").assertStatus(200);
        assertThat(declined.text("message")).isNotBlank();
        assertThat(first.status()).isEqualTo("declined");
        own.post(OWN + "/" + first.id() + "/accept").assertError(400, INVALID);
        own.post(OWN + "/accept", Map.of("token", first.token())).assertError(400, INVALID);
        first.resend().assertError(404, "not_found");

        Answer joined = own.post(OWN + "/" + second.id() + "/accept").assertStatus(200);
        assertThat(joined.text("user_id")).isEqualTo(user.id());
        assertThat(rolesOf(user.id())).contains("editor");
        stranger.post(OWN + "/accept", Map.of("token", third.token()))
                .assertError(403, "invite.email_mismatch");
        own.post(OWN + "/accept", Map.of("token", third.token())).assertStatus(200);
        assertThat(ids(own.get(OWN))).isEmpty();
        realm.api().get(OWN).assertError(401, "unauthorized");
    }

    /** The realm would have everybody verify the address, and lets this user in all the same. */
    @PrivateApi
    @Test
    void unprovedAddressShowsNoInvitesAndATokenProvesIt() {
        realm.updateRealm(r -> r.put("verifyEmail", false));
        try {
            SignedIn unproved = SignedIn.unverifiedIn(realm);
            Sent sent = inviteToRole(admin, unproved.user().email(), editor);
            assertThat(ids(unproved.api().get(OWN))).isEmpty();
            for (String action : List.of("/accept", "/decline")) {
                unproved.api().post(OWN + "/" + sent.id() + action).assertError(400, INVALID);
            }
            assertThat(sent.status()).isEqualTo("pending");
            unproved.api().post(OWN + "/accept", Map.of("token", sent.token())).assertStatus(200);
            assertThat(unproved.stored().path("emailVerified").asBoolean()).isTrue();
            assertThat(rolesOf(unproved.user().id())).contains("editor");
        } finally {
            realm.updateRealm(r -> r.put("verifyEmail", true));
        }
    }

    @PrivateApi
    @Test
    void revokeAndResend() {
        Sent sent = invite();
        Sent other = invite(sent.email());
        Answer again = sent.resend().assertStatus(200);
        Sent resent = Sent.of(again);
        assertThat(resent.id()).isEqualTo(sent.id());
        assertThat(resent.token()).isNotEqualTo(sent.token()).matches("[A-Za-z0-9_-]{43}");
        assertThat(again.text("invite.status")).isEqualTo("pending");
        assertThat(mailbox.await(sent.email(), 3).token()).isEqualTo(resent.token());
        sent.accept().assertError(400, UNKNOWN);

        other.revoke().assertStatus(204);
        assertThat(other.status()).isEqualTo("revoked");
        other.accept().assertError(400, INVALID);
        other.revoke().assertError(404, "not_found");
        other.resend().assertError(404, "not_found");

        resent.accept().assertTokens();
        resent.revoke().assertError(404, "not_found");
        resent.resend().assertError(404, "not_found");
        assertThat(resent.status()).isEqualTo("accepted");
        realm.api().login(sent.email(), NEW).assertTokens();

        // In capitals, an id is the same.
        Sent third = invite();
        admin.delete(INVITES + "/" + third.id().toUpperCase(Locale.ROOT)).assertStatus(204);
        for (String unknown : List.of(UUID.randomUUID().toString(), adminUser.id())) {
            admin.delete(INVITES + "/" + unknown).assertError(404, "not_found");
            admin.post(INVITES + "/" + unknown + "/resend").assertError(404, "not_found");
        }
    }

    @PrivateApi
    @Test
    void ofFiftyAcceptancesOneCreatesTheAccount() {
        Sent sent = inviteToRole(admin, TestRealm.newEmail(), editor);
        List<Answer> answers = Parallel.run(50, 50, i -> sent.accept());
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> answer.assertError(400, INVALID));
        assertThat(realm.usersWithEmail(sent.email())).hasSize(1);
        Tokens tokens = realm.api().login(sent.email(), NEW).assertTokens();
        assertThat(rolesOf(tokens.userId())).contains("editor");
        assertThat(sent.status()).isEqualTo("accepted");

        TestUser user = realm.user();
        Sent toUser = inviteToRole(admin, user.email(), editor);
        Api own = realm.as(user);
        List<Answer> joins =
                Parallel.run(
                        50,
                        50,
                        i ->
                                i % 2 == 0
                                        ? own.post(ACCEPT, Map.of("token", toUser.token()))
                                        : own.post(OWN + "/" + toUser.id() + "/accept"));
        assertThat(joins).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(joins)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> answer.assertError(400, INVALID));
        assertThat(rolesOf(user.id())).contains("editor");
    }

    /** Whatever comes first, what comes later knows of it. */
    @PrivateApi
    @Test
    void acceptanceCrossesRevocationAndResend() {
        List<Sent> sent = Stream.generate(InvitesIT::invite).limit(10).toList();
        List<Answer> answers =
                Parallel.run(
                        30,
                        30,
                        i ->
                                switch (i % 3) {
                                    case 0 -> sent.get(i / 3).accept();
                                    case 1 -> sent.get(i / 3).revoke();
                                    default -> sent.get(i / 3).resend();
                                });
        for (int i = 0; i < sent.size(); i++) {
            Sent invite = sent.get(i);
            Answer accepted = answers.get(3 * i);
            Answer revoked = answers.get(3 * i + 1);
            Answer resent = answers.get(3 * i + 2);
            String status = invite.status();
            assertThat(accepted.status()).as("%s", accepted).isIn(200, 400);
            assertThat(revoked.status()).as("%s", revoked).isIn(204, 404);
            assertThat(resent.status()).as("%s", resent).isIn(200, 404);
            boolean isAccepted = accepted.status() == 200;
            assertThat(realm.usersWithEmail(invite.email())).hasSize(isAccepted ? 1 : 0);
            assertThat(status.equals("accepted")).isEqualTo(isAccepted);
            assertThat(status.equals("revoked")).isEqualTo(revoked.status() == 204);
            if (isAccepted) {
                assertThat(revoked.status()).isEqualTo(404);
                assertThat(resent.status()).isEqualTo(404);
            } else {
                assertThat(accepted.errorCode()).isIn(INVALID, UNKNOWN);
                invite.accept().assertErrorEnvelope();
            }
        }
    }

    @PrivateApi
    @Test
    void roleMustBeInThePowerOfTheInviter() {
        String email = TestRealm.newEmail();
        String ofClient =
                realm.get("/clients/" + realmManagement() + "/roles/manage-realm")
                        .path("id")
                        .asText();
        for (String unknown : List.of(UUID.randomUUID().toString(), realm.tenantId(), ofClient)) {
            admin.post(INVITES, Map.of("email", email, "role_id", unknown))
                    .assertInvalidField("role_id", "not_allowed");
        }
        admin.post(INVITES, Map.of("email", email, "role_id", chief)).assertError(403, DENIED);
        Answer none = admin.post(INVITES, Map.of("email", email, "role_id", "")).assertStatus(201);
        assertThat(none.json().at("/invite/role_id").isNull()).isTrue();
        Sent inCapitals = inviteToRole(admin, email, editor.toUpperCase(Locale.ROOT));
        assertThat(inCapitals.shown().path("role_id").asText()).isEqualTo(editor);

        TestUser owner = realm.admin("realm-admin");
        Sent byOwner = inviteToRole(realm.as(owner), TestRealm.newEmail(), chief);
        // Who sends it again answers for it from then on.
        byOwner.resend().assertError(403, DENIED);
        Tokens tokens = byOwner.accept().assertTokens();
        assertThat(rolesOf(tokens.userId())).contains("chief");
        Sent byOperator = inviteToRole(realm.asOperator(), TestRealm.newEmail(), chief);
        assertThat(rolesOf(byOperator.accept().assertTokens().userId())).contains("chief");

        Sent byDismissed = inviteToRole(realm.as(owner), TestRealm.newEmail(), chief);
        Sent taken = inviteToRole(realm.as(owner), TestRealm.newEmail(), editor);
        Sent plain =
                Sent.of(
                        realm.as(owner)
                                .post(INVITES, Map.of("email", TestRealm.newEmail()))
                                .assertStatus(201));
        realm.takeAdminRoles(owner, "realm-admin");
        byDismissed.accept().assertError(400, INVALID);
        assertThat(byDismissed.status()).isEqualTo("revoked");
        assertThat(realm.usersWithEmail(byDismissed.email())).isEmpty();
        assertThat(realm.events("REGISTER_ERROR"))
                .withDetail("invite_id", byDismissed.id())
                .singleElement()
                .hasError("not_allowed");
        Sent.of(taken.resend().assertStatus(200)).accept().assertTokens();
        plain.accept().assertTokens();

        TestUser second = realm.admin("manage-users");
        TestUser user = realm.user();
        Sent byDisabled = inviteToRole(realm.as(second), user.email(), editor);
        realm.disable(second);
        byDisabled.acceptBy(user).assertError(400, INVALID);
        assertThat(byDisabled.status()).isEqualTo("revoked");
        assertThat(realm.events("UPDATE_PROFILE_ERROR", user))
                .singleElement()
                .hasError("not_allowed")
                .hasDetail("invite_id", byDisabled.id());
        assertThat(rolesOf(user.id())).doesNotContain("editor");
    }

    @PrivateApi
    @Test
    void roleThatIsGoneComesWithNothing() {
        String gone = newRole("short-lived");
        Sent sent = inviteToRole(admin, TestRealm.newEmail(), gone);
        realm.admin().delete(realm.path("/roles/short-lived"));
        sent.resend().assertInvalidField("role_id", "not_allowed");
        sent.accept().assertError(400, INVALID);
        assertThat(realm.usersWithEmail(sent.email())).isEmpty();
    }

    @PrivateApi
    @Test
    void demandForASecondFactorHolds() {
        Sent sent = invite();
        realm.bindFlow("always");
        try {
            String challenge = sent.accept().assertActionRequired("CONFIGURE_TOTP");
            assertThat(realm.usersWithEmail(sent.email())).hasSize(1);
            assertThat(sent.status()).isEqualTo("accepted");
            String secret =
                    Totp.fromBase32(
                            realm.api()
                                    .post(
                                            "/v1/mfa/totp/enroll/start",
                                            Map.of("mfa_token", challenge))
                                    .assertStatus(200)
                                    .text("secret"));
            Tokens tokens =
                    realm.api()
                            .post(
                                    "/v1/mfa/totp/enroll/confirm",
                                    Map.of("mfa_token", challenge, "code", Totp.codeNow(secret)))
                            .assertTokens();
            realm.api().bearer(tokens).get("/v1/me").assertStatus(200);
            realm.api().login(sent.email(), NEW).assertChallenge();
        } finally {
            realm.bindFlow("authrealm sign-in");
        }
    }

    @Test
    void passwordIsJudgedBeforeTheToken() {
        Sent sent = invite();
        for (String token : List.of(sent.token(), "x".repeat(43))) {
            Map<String, String> tooShort = Map.of("token", token, "password", "short");
            realm.api().post(ACCEPT, tooShort).assertInvalidField("password", "too_short");
            realm.api()
                    .post(ACCEPT, Map.of("token", token, "password", "password123"))
                    .assertError(422, "auth.password_weak");
            realm.api()
                    .post(ACCEPT, Map.of("token", token))
                    .assertInvalidField("password", "required");
        }
        realm.api()
                .post(ACCEPT, Map.of("token", sent.token(), "password", sent.email()))
                .assertError(422, "auth.password_weak");
        sent.accept().assertTokens();
    }

    @PrivateApi
    @Test
    void events() {
        Events before = realm.adminEvents();
        Sent sent = inviteToRole(admin, TestRealm.newEmail(), editor);
        Sent resent = Sent.of(sent.resend().assertStatus(200));
        Sent revoked = invite();
        revoked.revoke().assertStatus(204);
        Events written = realm.adminEvents().since(before);
        String path = "invites/" + sent.id();
        assertThat(written)
                .resourcePaths()
                .containsExactlyInAnyOrder(
                        path,
                        path + "/resend",
                        "invites/" + revoked.id(),
                        "invites/" + revoked.id());
        assertThat(written).doNotMention(sent.token(), resent.token(), revoked.token());
        assertThat(Events.of(realm.get("/admin-events?max=10&resourcePath=" + path)))
                .singleElement()
                .hasOperation("CREATE", "AUTHREALM_INVITE", path)
                .hasUser(adminUser.id())
                .hasRepresentationWith(sent.email())
                .hasRepresentationWith(editor);

        Tokens tokens = resent.accept().assertTokens();
        TestUser newcomer = new TestUser(tokens.userId(), sent.email(), NEW);
        assertThat(realm.events("REGISTER", newcomer))
                .singleElement()
                .hasDetail("register_method", "authrealm-invite")
                .hasDetail("invite_id", sent.id())
                .hasNoError();
        assertThat(realm.events("LOGIN", newcomer)).singleElement().hasSession(tokens.sessionId());
        Sent more = inviteToRole(admin, sent.email(), editor);
        more.acceptBy(newcomer).assertStatus(200);
        assertThat(realm.events("UPDATE_PROFILE", newcomer))
                .singleElement()
                .hasDetail("action", "accept_invite")
                .hasDetail("invite_id", more.id());
        assertThat(realm.events())
                .doNotMention(sent.token(), resent.token(), more.token(), revoked.token());
    }

    @Test
    void adminsReadTheNewestFirst() {
        Sent older = invite();
        Sent newer = invite();
        assertThat(list())
                .extracting(invite -> invite.path("id").asText())
                .startsWith(newer.id(), older.id());
        Api viewer = realm.as(realm.admin("view-users"));
        Answer seen = viewer.get(pathOfList()).assertStatus(200);
        assertThat(seen.body()).contains(newer.id()).doesNotContain(newer.token(), "token");
        viewer.post(INVITES, Map.of("email", TestRealm.newEmail())).assertError(403, DENIED);
        viewer.post(INVITES + "/" + newer.id() + "/resend").assertError(403, DENIED);
        viewer.delete(INVITES + "/" + newer.id()).assertError(403, DENIED);
        realm.as(realm.user()).get(pathOfList()).assertError(403, DENIED);
        admin.get("/v1/tenants/" + UUID.randomUUID() + "/invites").assertError(403, "forbidden");
        admin.get("/v1/tenants/no-uuid/invites").assertError(400, "bad_request");
        assertThat(newer.status()).isEqualTo("pending");
    }

    @PrivateApi
    @Test
    void limitsHoldInParallel() {
        long counted =
                list().stream()
                        .map(invite -> invite.path("status").asText())
                        .filter(Set.of("pending", "revoked", "declined")::contains)
                        .count();
        Sent revoked = invite();
        set("invites_pending_max", String.valueOf(counted + 4));
        try {
            List<Answer> answers =
                    Parallel.run(
                            12,
                            12,
                            i -> admin.post(INVITES, Map.of("email", TestRealm.newEmail())));
            assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(3);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 201)
                    .allSatisfy(
                            answer -> {
                                answer.assertError(402, "billing.plan_limit");
                                assertThat(answer.json().at("/error/metadata/limit").asLong())
                                        .isEqualTo(counted + 4);
                            });
            // Otherwise an admin could mail any number of strangers.
            revoked.revoke().assertStatus(204);
            admin.post(INVITES, Map.of("email", TestRealm.newEmail()))
                    .assertError(402, "billing.plan_limit");
        } finally {
            set("invites_pending_max");
        }
        set("mails_per_recipient", "2");
        try {
            Sent first = invite();
            Sent again = Sent.of(first.resend().assertStatus(200));
            admin.post(INVITES, Map.of("email", first.email())).assertLimited();
            first.resend().assertLimited();
            // A refused resend leaves the link as it was.
            again.accept().assertTokens();
        } finally {
            set("mails_per_recipient", "0");
        }
    }

    private static void set(String setting, String... values) {
        realm.updateSettings(Map.of(setting, List.of(values)));
    }

    @Test
    void closedTenantKnowsNoInvite() {
        Sent sent = invite();
        set("enabled", "false");
        try {
            sent.accept().assertError(404, "not_found");
        } finally {
            set("enabled", "true");
        }
        realm.awaitAtRoot();
        sent.accept().assertTokens();
    }

    @Test
    void hostileInputIsRefusedAndReachesNobody() {
        String victim = "victim-" + TestRealm.random() + "@example.test";
        int before = list().size();
        for (String address : HostileInput.addresses(victim)) {
            admin.post(INVITES, Map.of("email", address))
                    .assertInvalidField("email", "invalid_email");
        }
        for (String address : List.of("", "no-address", "a@b", "x".repeat(250) + "@example.test")) {
            assertThat(admin.post(INVITES, Map.of("email", address)).status()).isEqualTo(422);
        }
        assertThat(list()).hasSize(before);
        HostileInput.assertNothingSmuggled(mailbox);
        assertThat(mailbox.recipients()).doesNotContain(victim);

        Sent sent = invite();
        for (String token : HostileInput.tokensUnlike(sent.token())) {
            realm.api()
                    .post(ACCEPT, Map.of("token", token, "password", NEW))
                    .assertError(400, UNKNOWN);
            admin.post(OWN + "/accept", Map.of("token", token)).assertError(400, UNKNOWN);
        }
        realm.api()
                .post(ACCEPT, Map.of("token", "x".repeat(16_385), "password", NEW))
                .assertInvalidField("token", "too_long");
        realm.api()
                .post(
                        ACCEPT,
                        Map.of(
                                "token",
                                sent.token(),
                                "password",
                                NEW,
                                "display_name",
                                "x".repeat(201)))
                .assertInvalidField("display_name", "too_long");
        Answer accepted =
                realm.api()
                        .post(
                                ACCEPT,
                                Map.of(
                                        "token",
                                        sent.token(),
                                        "password",
                                        NEW,
                                        "display_name",
                                        "<script>alert(1)</script> ${1234*1111}"));
        assertThat(accepted.status()).isIn(200, 422);
    }

    @Test
    void malformedRequestsAreRefused() {
        String pending = invite().id();
        record Route(Api api, String path, String valid) {}
        Sent sent = invite();
        List<Route> routes =
                List.of(
                        new Route(admin, INVITES, "{\"email\":\"" + TestRealm.newEmail() + "\"}"),
                        new Route(
                                realm.api(),
                                ACCEPT,
                                "{\"token\":\""
                                        + sent.token()
                                        + "\",\"password\":\""
                                        + NEW
                                        + "\"}"),
                        new Route(admin, ACCEPT, "{\"token\":\"" + sent.token() + "\"}"),
                        new Route(admin, OWN + "/accept", "{\"token\":\"" + sent.token() + "\"}"));
        for (Route route : routes) {
            List<String> broken = new ArrayList<>();
            broken.add("");
            broken.add("{");
            broken.add("[]");
            broken.add("null");
            broken.add("\"text\"");
            broken.add(route.valid().replace("}", ",}"));
            broken.add(route.valid().replace("\":\"", "\":[\"").replace("\"}", "\"]}"));
            broken.add(route.valid().replaceFirst("\":\"[^\"]*\"", "\":17"));
            broken.add("{\"padding\":\"" + "x".repeat(1_100_000) + "\"}");
            for (String body : broken) {
                Answer answer = route.api().post(route.path(), body);
                answer.assertError(400, "bad_request");
            }
            Answer form =
                    route.api()
                            .send(
                                    "POST",
                                    route.path(),
                                    "text/plain",
                                    route.valid().getBytes(StandardCharsets.UTF_8));
            form.assertError(400, "bad_request");
        }
        for (String path : List.of(INVITES, OWN + "/accept")) {
            admin.post(path, Map.of("email", "a@example.test", "token", "x", "more", 1))
                    .assertError(400, "bad_request");
        }
        for (String role : List.of("editor", "1", "' or 1=1 --", editor + "x")) {
            admin.post(INVITES, Map.of("email", TestRealm.newEmail(), "role_id", role))
                    .assertError(400, "bad_request");
        }
        for (String id : List.of("x", "%20", "' or '1'='1", pending + "x", "x".repeat(2_000))) {
            String encoded = Admin.encoded(id);
            admin.delete(INVITES + "/" + encoded).assertError(400, "bad_request");
            admin.post(INVITES + "/" + encoded + "/resend").assertError(400, "bad_request");
            admin.post(OWN + "/" + encoded + "/accept").assertError(400, "bad_request");
        }
        for (Api api : List.of(admin, realm.api())) {
            assertThat(api.get(INVITES + "/" + pending).status()).isIn(400, 401, 404, 405);
            assertThat(api.patch(INVITES + "/" + pending, Map.of()).status())
                    .isIn(400, 401, 404, 405);
        }
        realm.api().get(INVITES + "/nothing/here").assertError(404, "not_found");
        assertThat(sent.status()).isEqualTo("pending");
        sent.accept().assertTokens();
    }
}
