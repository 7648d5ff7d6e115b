package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an admin does with users, as a new request and the console show it. */
@ResourceLock(value = TestServer.RANGES_LOCK, mode = ResourceAccessMode.READ)
class UsersIT {

    private static final String NEW = "a-new-horse-battery";
    private static final String AVATAR = "data:image/png;base64,iVBORw0KGgo=";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().with(mailbox::serve);

    @RegisterExtension
    static final TestRealm strict =
            TestRealm.fresh()
                    .with(
                            r ->
                                    r.put(
                                            "passwordPolicy",
                                            "length(12) and upperCase(1) and digits(1) and"
                                                    + " specialChars(1) and breached-password(1)"));

    @RegisterExtension static final TestRealm counted = TestRealm.fresh();

    private static Api admin;

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
    }

    private static String path(TestUser user) {
        return "/v1/users/" + user.id();
    }

    private static JsonNode read(String id) {
        return admin.get("/v1/users/" + id).assertStatus(200).json();
    }

    private static JsonNode inConsole(String id) {
        return realm.get("/users/" + id);
    }

    private static JsonNode inList(String email) {
        JsonNode items =
                admin.get("/v1/users?email=" + Admin.encoded(email))
                        .assertStatus(200)
                        .json()
                        .path("items");
        return items.path(0);
    }

    private static ObjectNode without(JsonNode object, String... members) {
        ObjectNode copy = object.deepCopy();
        return copy.remove(List.of(members));
    }

    private static JsonNode security(TestUser user) {
        return admin.get(path(user) + "/security").assertStatus(200).json();
    }

    // Create and read

    @PrivateApi
    @Test
    void createdUserHasAllGivenValues() {
        String email = TestRealm.newEmail();
        Map<String, Object> metadata =
                Map.of(
                        "plan",
                        "gold",
                        "seats",
                        3,
                        "nested",
                        Map.of("list", List.of(1, "two", true)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("email", email);
        body.put("password", NEW);
        body.put("display_name", "Ada Lovelace");
        body.put("phone", "+4915112345678");
        body.put("metadata", metadata);
        JsonNode created = admin.post("/v1/users", body).assertStatus(201).json();

        String id = created.path("id").asText();
        assertThat(UUID.fromString(id).toString()).isEqualTo(id);
        assertThat(created.path("email").asText()).isEqualTo(email);
        assertThat(created.path("display_name").asText()).isEqualTo("Ada Lovelace");
        assertThat(created.path("name").asText()).isEqualTo("Ada Lovelace");
        assertThat(created.path("phone").asText()).isEqualTo("+4915112345678");
        assertThat(created.path("status").asText()).isEqualTo("active");
        JsonNode expected = Answer.JSON.valueToTree(metadata);
        assertThat(created.path("metadata")).isEqualTo(expected);
        for (String nothing : List.of("email_verified_at", "phone_verified_at", "avatar_url")) {
            assertThat(created.has(nothing)).as(nothing).isTrue();
            assertThat(created.path(nothing).isNull()).as(nothing).isTrue();
        }
        assertThat(created.has("disabled_at")).isFalse();
        Instant at = Instant.parse(created.path("created_at").asText());
        assertThat(created.path("created_at").asText()).endsWith("Z");
        assertThat(at).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        Instant updated = Instant.parse(created.path("updated_at").asText());
        assertThat(updated).isBetween(at, Instant.now().plusSeconds(60));

        assertThat(read(id)).isEqualTo(created);
        // Members that only the list has are allowed.
        ObjectNode listed =
                without(inList(email), "roles", "mfa_enabled", "groups_count", "last_seen_at");
        assertThat(listed).isEqualTo(created);
        JsonNode stored = inConsole(id);
        assertThat(stored.path("username").asText()).isEqualTo(email);
        assertThat(stored.path("enabled").asBoolean()).isTrue();
        assertThat(stored.path("emailVerified").asBoolean()).isFalse();
        assertThat(stored.at("/attributes/displayName/0").asText()).isEqualTo("Ada Lovelace");
        assertThat(stored.at("/attributes/phoneNumber/0").asText()).isEqualTo("+4915112345678");
        assertThat(realm.usersWithEmail(email)).hasSize(1);

        Tokens tokens = realm.api().login(email, NEW).assertTokens();
        assertThat(tokens.userId()).isEqualTo(id);
        assertThat(created.path("tenant_id").asText()).isEqualTo(tokens.tenantId());
        assertThat(mailbox.of(email)).isEmpty();
    }

    @Test
    void addressAloneIsEnough() {
        String email = TestRealm.newEmail();
        JsonNode created = admin.post("/v1/users", Map.of("email", email)).assertStatus(201).json();
        assertThat(created.path("metadata").isObject()).isTrue();
        assertThat(created.path("metadata")).isEmpty();
        assertThat(created.path("display_name").isNull()).isTrue();
        assertThat(created.path("phone").isNull()).isTrue();
        assertThat(inList(email).path("id")).isEqualTo(created.path("id"));
        String path = "/v1/users/" + created.path("id").asText();
        JsonNode security = admin.get(path + "/security").assertStatus(200).json();
        assertThat(security.path("password_set").asBoolean()).isFalse();
        admin.post(path + "/password", Map.of("password", NEW)).assertStatus(204);
        realm.api().login(email, NEW).assertTokens();
    }

    @Test
    void addressWithAnySignThatAddressesMayHave() {
        for (String localPart : List.of("mary.o'connor", "a&b=c~d#e/f%g", "{h}|`i`^j*k!l?$")) {
            String email = localPart + "+" + TestRealm.newEmail();
            Map<String, Object> body = Map.of("email", email, "display_name", "Mary O'Connor");
            String id = admin.post("/v1/users", body).assertStatus(201).text("id");
            assertThat(read(id).path("email").asText()).isEqualTo(email);
            assertThat(inConsole(id).path("username").asText()).isEqualTo(email);
            admin.patch("/v1/users/" + id, Map.of("display_name", "Mary")).assertStatus(200);
            assertThat(read(id).path("display_name").asText()).isEqualTo("Mary");
        }
    }

    @Test
    void nameIsAnAlias() {
        Answer created =
                admin.post("/v1/users", Map.of("email", TestRealm.newEmail(), "name", "Alias"));
        assertThat(created.assertStatus(201).text("display_name")).isEqualTo("Alias");
        String id = created.text("id");
        admin.patch("/v1/users/" + id, Map.of("name", "Other")).assertStatus(200);
        assertThat(read(id).path("display_name").asText()).isEqualTo("Other");
        assertThat(read(id).path("name").asText()).isEqualTo("Other");
    }

    @Test
    void namedTenantMustBeTheCallers() {
        String tenant = admin.get("/v1/auth/me").text("tenant_id");
        String email = TestRealm.newEmail();
        Map<String, Object> body = Map.of("email", email, "tenant_id", tenant);
        assertThat(admin.post("/v1/users", body).assertStatus(201).text("tenant_id"))
                .isEqualTo(tenant);
        int before = realm.numberOfUsers();
        admin.post(
                        "/v1/users",
                        Map.of(
                                "email",
                                TestRealm.newEmail(),
                                "tenant_id",
                                UUID.randomUUID().toString()))
                .assertError(403, "forbidden");
        admin.post("/v1/users", Map.of("email", TestRealm.newEmail(), "tenant_id", "acme"))
                .assertError(400, "bad_request");
        assertThat(realm.numberOfUsers()).isEqualTo(before);
    }

    @Test
    void addressOfAnotherUserIsTaken() {
        TestUser user = realm.user();
        for (String email :
                List.of(user.email(), user.email().toUpperCase(java.util.Locale.ROOT))) {
            admin.post("/v1/users", Map.of("email", email)).assertError(409, "auth.email_exists");
        }
        assertThat(realm.usersWithEmail(user.email())).hasSize(1);
        admin.delete(path(user)).assertStatus(204);
        admin.post("/v1/users", Map.of("email", user.email()))
                .assertError(409, "auth.email_exists");
        admin.post(path(user) + "/restore").assertStatus(200);
        realm.signIn(user);
    }

    @Test
    void passwordOfANewUserObeysThePolicy() {
        Api api = strict.as(strictAdmin());
        int before = strict.numberOfUsers();
        String breached = "Horse-1-" + TestRealm.random();
        TestServer.ranges().breach(breached, 1);
        api.post("/v1/users", Map.of("email", TestRealm.newEmail(), "password", "Short-pw-1"))
                .assertError(422, "auth.password_weak");
        api.post("/v1/users", Map.of("email", TestRealm.newEmail(), "password", breached))
                .assertError(422, "auth.password_breached");
        assertThat(strict.numberOfUsers()).isEqualTo(before);
        String email = TestRealm.newEmail();
        api.post("/v1/users", Map.of("email", email, "password", "Fine-horse-battery-1"))
                .assertStatus(201);
        strict.api().login(email, "Fine-horse-battery-1").assertTokens();
    }

    private static TestUser strictAdmin() {
        TestUser admin =
                strict.user(TestRealm.newEmail(), "Clean-Horse-7-" + TestRealm.random(), u -> {});
        strict.giveAdminRoles(admin, "manage-users");
        return admin;
    }

    @Test
    void userCreatedInTheConsoleIsReadToo() {
        TestUser user = realm.user(u -> u.put("firstName", "Grace").put("lastName", "Hopper"));
        JsonNode read = read(user.id());
        assertThat(read.path("display_name").asText()).isEqualTo("Grace Hopper");
        assertThat(read.path("email_verified_at").asText()).endsWith("Z");
        assertThat(read.path("metadata")).isEmpty();
        assertThat(read.path("status").asText()).isEqualTo("active");
        realm.disable(user);
        assertThat(read(user.id()).path("status").asText()).isEqualTo("suspended");
        assertThat(read(user.id()).has("disabled_at")).isTrue();
    }

    // Patch

    @Test
    void patchChangesOnlyNamedMembers() {
        TestUser user = realm.user();
        JsonNode before = read(user.id());
        assertThat(admin.patch(path(user), Map.of()).assertStatus(200).json()).isEqualTo(before);
        assertThat(read(user.id())).isEqualTo(before);

        Map<String, Object> changes =
                Map.of(
                        "display_name",
                        "Maria",
                        "avatar_url",
                        AVATAR,
                        "phone",
                        "+12015550123",
                        "metadata",
                        Map.of("a", 1, "b", Map.of("c", "d")));
        JsonNode changed = admin.patch(path(user), changes).assertStatus(200).json();
        assertThat(changed.path("display_name").asText()).isEqualTo("Maria");
        assertThat(changed.path("avatar_url").asText()).isEqualTo(AVATAR);
        assertThat(changed.path("phone").asText()).isEqualTo("+12015550123");
        assertThat(changed.path("metadata"))
                .isEqualTo(Answer.JSON.valueToTree(changes.get("metadata")));
        assertThat(read(user.id())).isEqualTo(changed);
        assertThat(Instant.parse(changed.path("updated_at").asText()))
                .isAfter(Instant.parse(before.path("updated_at").asText()));
        assertThat(inConsole(user.id()).at("/attributes/displayName/0").asText())
                .isEqualTo("Maria");

        JsonNode again = admin.patch(path(user), Map.of("display_name", "Mary")).json();
        assertThat(without(again, "display_name", "name", "updated_at"))
                .isEqualTo(without(changed, "display_name", "name", "updated_at"));
        JsonNode replaced =
                admin.patch(path(user), Map.of("metadata", Map.of("z", 0)))
                        .assertStatus(200)
                        .json();
        assertThat(replaced.path("metadata")).isEqualTo(Answer.JSON.valueToTree(Map.of("z", 0)));
        JsonNode emptied =
                admin.patch(path(user), Map.of("metadata", Map.of())).assertStatus(200).json();
        assertThat(emptied.path("metadata").isObject()).isTrue();
        assertThat(read(user.id()).path("metadata")).isEmpty();
    }

    @Test
    void newNumberKeepsTheVerificationTimeOfTheOldOne() {
        TestUser user =
                realm.user(
                        u -> {
                            ObjectNode attributes = u.putObject("attributes");
                            attributes.putArray("phoneNumber").add("+12015550123");
                            attributes.putArray("phoneVerifiedAt").add("2024-05-06T07:08:09Z");
                        });
        admin.patch(path(user), Map.of("phone", "+12015550124")).assertStatus(200);
        JsonNode read = read(user.id());
        assertThat(read.path("phone").asText()).isEqualTo("+12015550124");
        assertThat(read.path("phone_verified_at").asText()).isEqualTo("2024-05-06T07:08:09Z");
    }

    @Test
    void localeIsCheckedAndIgnored() {
        TestUser user = realm.user();
        JsonNode before = read(user.id());
        admin.patch(path(user), Map.of("locale", "xx")).assertInvalidField("locale", "not_allowed");
        assertThat(admin.patch(path(user), Map.of("locale", "de")).assertStatus(200).json())
                .isEqualTo(before);
        assertThat(read(user.id())).isEqualTo(before);
        assertThat(inConsole(user.id()).at("/attributes/locale").isMissingNode()).isTrue();
    }

    @Test
    void addressMayBeRepeatedButNotChanged() {
        TestUser user = realm.user();
        admin.patch(path(user), Map.of("email", user.email(), "name", "Same")).assertStatus(200);
        assertThat(read(user.id()).path("display_name").asText()).isEqualTo("Same");
        admin.patch(path(user), Map.of("email", TestRealm.newEmail(), "name", "Other"))
                .assertError(400, "bad_request");
        assertThat(read(user.id()).path("display_name").asText()).isEqualTo("Same");
        assertThat(read(user.id()).path("email").asText()).isEqualTo(user.email());
    }

    @Test
    void suspensionSignsTheUserOutUntilItIsLifted() {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        JsonNode suspended =
                admin.patch(path(user), Map.of("status", "suspended")).assertStatus(200).json();
        assertThat(suspended.path("status").asText()).isEqualTo("suspended");
        assertThat(suspended.path("disabled_at").asText()).endsWith("Z");
        assertThat(read(user.id())).isEqualTo(suspended);
        assertThat(inConsole(user.id()).path("enabled").asBoolean()).isFalse();

        assertThat(realm.sessionIds(user)).isEmpty();
        realm.api().bearer(tokens).get("/v1/me").assertError(401, "unauthorized");
        realm.api().refresh(tokens.refresh()).assertError(401, "auth.account_suspended");
        realm.api().login(user.email(), user.password()).assertError(403, "auth.account_inactive");

        JsonNode active =
                admin.patch(path(user), Map.of("status", "active")).assertStatus(200).json();
        assertThat(active.path("status").asText()).isEqualTo("active");
        assertThat(active.has("disabled_at")).isFalse();
        realm.signIn(user);
        realm.api().refresh(tokens.refresh()).assertErrorEnvelope().assertStatus(401);
    }

    @Test
    void laterChangeDoesNotMoveTheTimeOfTheSuspension() throws InterruptedException {
        TestUser user = realm.user();
        String suspendedAt =
                admin.patch(path(user), Map.of("status", "suspended"))
                        .assertStatus(200)
                        .text("disabled_at");
        Thread.sleep(20);
        admin.patch(path(user), Map.of("display_name", "Later")).assertStatus(200);
        assertThat(read(user.id()).path("disabled_at").asText()).isEqualTo(suspendedAt);
    }

    // Delete, deleted, restore, purge; the recycle bin has tests of its own

    @Test
    void deletedUserIsOnlyInTheRecycleBinAndIsRestoredInFull() {
        TestUser user = realm.user();
        admin.patch(path(user), Map.of("display_name", "Maria", "status", "suspended"))
                .assertStatus(200);
        JsonNode before = read(user.id());
        Answer deleted = admin.delete(path(user)).assertStatus(204);
        assertThat(deleted.body()).isEmpty();
        admin.get(path(user)).assertError(404, "not_found");
        admin.delete(path(user)).assertError(404, "not_found");
        assertThat(inList(user.email()).isMissingNode()).isTrue();
        JsonNode entry = admin.get("/v1/users/deleted").assertStatus(200).json().at("/items/0");
        assertThat(entry.path("id").asText()).isEqualTo(user.id());
        assertThat(entry.path("email").asText()).isEqualTo(user.email());
        assertThat(entry.path("display_name").asText()).isEqualTo("Maria");
        assertThat(entry.path("created_at")).isEqualTo(before.path("created_at"));
        assertThat(Instant.parse(entry.path("deleted_at").asText()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));

        JsonNode restored = admin.post(path(user) + "/restore").assertStatus(200).json();
        assertThat(restored.path("status").asText()).isEqualTo("active");
        assertThat(without(restored, "status", "disabled_at", "updated_at"))
                .isEqualTo(without(before, "status", "disabled_at", "updated_at"));
        assertThat(read(user.id())).isEqualTo(restored);
        realm.signIn(user);
        admin.post(path(user) + "/restore").assertError(404, "not_found");
        admin.delete(path(user) + "/purge").assertError(404, "not_found");
    }

    // Password

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void newPasswordEndsSessionsAndLinks(String method) {
        TestUser user = realm.user();
        Tokens tokens = realm.signIn(user);
        realm.api().forgotPassword(user.email()).assertStatus(202);
        realm.api().startMagicLink(user.email()).assertStatus(200);
        mailbox.await(user.email(), 2);

        Answer set = admin.send(method, path(user) + "/password", Map.of("password", NEW));
        assertThat(set.assertStatus(204).body()).isEmpty();
        realm.api()
                .login(user.email(), user.password())
                .assertError(401, "auth.invalid_credentials");
        realm.api().refresh(tokens.refresh()).assertErrorEnvelope().assertStatus(401);
        realm.api().bearer(tokens).get("/v1/me").assertError(401, "unauthorized");
        for (Mailbox.Mail mail : mailbox.of(user.email())) {
            Answer reset = realm.api().resetPassword(mail.token(), "yet-another-1");
            assertThat(reset.assertErrorEnvelope().status()).as("%s", reset).isEqualTo(400);
            Answer consumed = realm.api().consumeMagicLink(mail.token());
            assertThat(consumed.assertErrorEnvelope().status()).as("%s", consumed).isEqualTo(400);
        }
        realm.api().login(user.email(), NEW).assertTokens();
        assertThat(realm.credentials(user, "password")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Short-pw-1, authpolicy.password_too_short",
        "no-capitals-at-all-1, authpolicy.password_no_uppercase",
        "No-Numbers-At-All, authpolicy.password_no_number",
        "NoSymbolsAtAll1, authpolicy.password_no_symbol",
        "BREACHED, authpolicy.password_breached"
    })
    void passwordThatThePolicyRefuses(String password, String code) {
        TestUser user = strict.user(TestRealm.newEmail(), "Clean-Horse-5-" + password, u -> {});
        Api api = strict.as(strictAdmin());
        String refused = password;
        if (password.equals("BREACHED")) {
            refused = "Horse-1-" + TestRealm.random();
            TestServer.ranges().breach(refused, 1);
        }
        Tokens tokens = strict.signIn(user);
        for (String method : List.of("POST", "PUT")) {
            api.send(method, path(user) + "/password", Map.of("password", refused))
                    .assertError(422, code);
        }
        strict.api().refresh(tokens.refresh()).assertTokens();
        strict.signIn(user);
        api.post(path(user) + "/password", Map.of("password", "Fine-horse-battery-1"))
                .assertStatus(204);
        strict.api().login(user.email(), "Fine-horse-battery-1").assertTokens();
    }

    @Test
    void newPasswordOfASuspendedUserDoesNotSignIn() {
        TestUser user = realm.user();
        realm.disable(user);
        admin.post(path(user) + "/password", Map.of("password", NEW)).assertStatus(204);
        realm.api().login(user.email(), NEW).assertError(403, "auth.account_inactive");
        assertThat(read(user.id()).path("status").asText()).isEqualTo("suspended");
    }

    // Second factors

    /** With a password, an authenticator app, recovery codes and a passkey. */
    private static TestUser userWithEverything() {
        return realm.user(
                user -> {
                    SecondFactors.addTotp(user, Totp.newSecret());
                    SecondFactors.addRecoveryCodes(user);
                    SecondFactors.addSecurityKey(user, "webauthn-passwordless");
                });
    }

    private static List<String> credentialTypes(TestUser user) {
        return realm.get("/users/" + user.id() + "/credentials").findValuesAsText("type");
    }

    @PrivateApi
    @Test
    void resetRemovesSecondFactorsAndKeepsPasskeys() {
        TestUser user = userWithEverything();
        JsonNode before = security(user);
        assertThat(before.path("totp_enabled").asBoolean()).isTrue();
        assertThat(before.path("mfa_enabled").asBoolean()).isTrue();
        assertThat(before.path("passkeys").asInt()).isEqualTo(1);
        assertThat(before.path("recovery_codes_remaining").asInt()).isEqualTo(7);
        Answer first = realm.api().login(user.email(), user.password()).assertStatus(200);
        assertThat(first.json().path("mfa_required").asBoolean()).isTrue();

        Answer reset = admin.delete(path(user) + "/mfa").assertStatus(200);
        assertThat(reset.text("message")).isNotBlank();
        assertThat(reset.json()).hasSize(1);
        assertThat(credentialTypes(user))
                .containsExactlyInAnyOrder("password", "webauthn-passwordless");
        JsonNode after = security(user);
        assertThat(after.path("totp_enabled").asBoolean()).isFalse();
        assertThat(after.path("mfa_enabled").asBoolean()).isFalse();
        assertThat(after.path("recovery_codes_remaining").asInt()).isZero();
        assertThat(after.path("passkeys").asInt()).isEqualTo(1);
        realm.signIn(user);
        admin.delete(path(user) + "/mfa").assertStatus(200);
    }

    @PrivateApi
    @Test
    void secondFactorIsDemandedAndNoLongerDemanded() {
        TestUser user = realm.user();
        String path = path(user) + "/mfa-required";
        Answer answer = admin.send("PUT", path, Map.of("required", true)).assertStatus(200);
        assertThat(answer.json()).isEqualTo(Answer.JSON.valueToTree(Map.of("mfa_required", true)));
        assertThat(security(user).path("mfa_required").asBoolean()).isTrue();
        answer = admin.send("PUT", path, Map.of("required", false)).assertStatus(200);
        assertThat(answer.json()).isEqualTo(Answer.JSON.valueToTree(Map.of("mfa_required", false)));
        assertThat(security(user).path("mfa_required").asBoolean()).isFalse();
        realm.signIn(user);
    }

    @Test
    void demandSurvivesTheRemovalOfTheSecondFactor() {
        TestUser user = realm.userWithTotp(Totp.newSecret());
        admin.send("PUT", path(user) + "/mfa-required", Map.of("required", true)).assertStatus(200);
        admin.delete(path(user) + "/mfa").assertStatus(200);
        assertThat(security(user).path("mfa_required").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webauthn", "webauthn-passwordless", "none"})
    void listAndSecurityAgreeOnSecondFactors(String type) {
        TestUser user =
                realm.user(
                        u -> {
                            if (!type.equals("none")) {
                                SecondFactors.addSecurityKey(u, type);
                            }
                        });
        assertThat(inList(user.email()).path("mfa_enabled"))
                .isEqualTo(security(user).path("mfa_enabled"));
    }

    // Security, sessions, access

    @PrivateApi
    @Test
    void securityShowsTheProtectionOfTheAccount() {
        TestUser user = realm.user();
        JsonNode security = security(user);
        assertThat(security.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "mfa_required",
                        "mfa_enabled",
                        "totp_enabled",
                        "otp_factors",
                        "push_devices",
                        "passkeys",
                        "recovery_codes_remaining",
                        "active_sessions",
                        "distinct_devices",
                        "password_set",
                        "passkey_last_used_at",
                        "password_changed_at");
        assertThat(security.path("active_sessions").asInt()).isZero();
        assertThat(security.path("password_set").asBoolean()).isTrue();
        assertThat(security.path("passkey_last_used_at").isNull()).isTrue();
        Instant first = Instant.parse(security.path("password_changed_at").asText());

        for (String device : List.of("one/1.0", "two/1.0", "two/1.0")) {
            realm.api()
                    .with("User-Agent", device)
                    .login(user.email(), user.password())
                    .assertTokens();
        }
        assertThat(security(user).path("active_sessions").asInt()).isEqualTo(3);
        assertThat(security(user).path("distinct_devices").asInt()).isEqualTo(2);

        admin.post(path(user) + "/password", Map.of("password", NEW)).assertStatus(204);
        assertThat(Instant.parse(security(user).path("password_changed_at").asText()))
                .isAfter(first);
        assertThat(security(user).path("active_sessions").asInt()).isZero();

        JsonNode without = security(realm.user(TestRealm.newEmail(), null, u -> {}));
        assertThat(without.path("password_set").asBoolean()).isFalse();
        assertThat(without.path("password_changed_at").isNull()).isTrue();
    }

    @PrivateApi
    @Test
    void sessionsAreShownAndEnded() {
        TestUser user = realm.user();
        JsonNode none = admin.get(path(user) + "/sessions").assertStatus(200).json();
        assertThat(none.path("items").isArray()).isTrue();
        assertThat(none.path("items")).isEmpty();
        Tokens one =
                realm.api()
                        .with("User-Agent", "suite/1.0")
                        .login(user.email(), user.password())
                        .assertTokens();
        Tokens two = realm.signIn(user);
        JsonNode items = admin.get(path(user) + "/sessions").assertStatus(200).json().path("items");
        assertThat(items.findValuesAsText("id"))
                .containsExactlyInAnyOrder(one.sessionId(), two.sessionId())
                .containsExactlyInAnyOrderElementsOf(realm.sessionIds(user));
        for (JsonNode item : items) {
            assertThat(item.fieldNames())
                    .toIterable()
                    .contains("id", "ip", "user_agent", "created_at", "last_seen_at");
            assertThat(item.path("ip").asText()).isNotBlank();
            Instant.parse(item.path("created_at").asText());
            Instant.parse(item.path("last_seen_at").asText());
        }
        assertThat(items.findValuesAsText("user_agent")).contains("suite/1.0");

        Answer revoked = admin.post(path(user) + "/sessions/revoke-all").assertStatus(200);
        assertThat(revoked.json()).isEqualTo(Answer.JSON.valueToTree(Map.of("revoked", 2)));
        for (Tokens tokens : List.of(one, two)) {
            realm.api().bearer(tokens).get("/v1/me").assertError(401, "unauthorized");
            realm.api().refresh(tokens.refresh()).assertErrorEnvelope().assertStatus(401);
        }
        assertThat(realm.sessionIds(user)).isEmpty();
        assertThat(
                        admin.post(path(user) + "/sessions/revoke-all")
                                .assertStatus(200)
                                .json()
                                .path("revoked")
                                .asInt())
                .isZero();
        realm.signIn(user);
    }

    @PrivateApi
    @Test
    void accessShowsRolesOfTheUser() {
        TestUser user = realm.user();
        JsonNode before = admin.get(path(user) + "/access").assertStatus(200).json();
        realm.post("/roles", Map.of("name", "auditor", "description", "reads the books"));
        realm.post(
                "/users/" + user.id() + "/role-mappings/realm",
                List.of(realm.get("/roles/auditor"), realm.get("/roles/offline_access")));
        String group =
                realm.admin()
                        .create(
                                realm.path("/groups"),
                                Map.of("name", "staff", "description", "all who work here"));
        realm.admin().put(realm.path("/users/" + user.id() + "/groups/" + group), Map.of());
        String client = realm.createClient(c -> c.put("clientId", "books"));
        for (String role : List.of("read", "write")) {
            realm.post("/clients/" + client + "/roles", Map.of("name", role));
        }
        realm.post(
                "/users/" + user.id() + "/role-mappings/clients/" + client,
                List.of(realm.get("/clients/" + client + "/roles/read")));
        realm.post(
                "/groups/" + group + "/role-mappings/clients/" + client,
                List.of(realm.get("/clients/" + client + "/roles/write")));

        JsonNode access = admin.get(path(user) + "/access").assertStatus(200).json();
        assertThat(access.path("organization"))
                .isEqualTo(
                        Answer.JSON.valueToTree(
                                Map.of(
                                        "id", admin.get("/v1/auth/me").text("tenant_id"),
                                        "name", "Tenant template",
                                        "slug", realm.name())));
        // Neither the default role nor what it is made of.
        assertThat(before.path("roles")).isEmpty();
        assertThat(access.path("roles").findValuesAsText("name"))
                .containsExactly("auditor", "offline_access");
        assertThat(access.at("/roles/0/description").asText()).isEqualTo("reads the books");
        // Keycloak has a key of its console's texts there.
        assertThat(access.at("/roles/1/description").isNull()).as("%s", access).isTrue();
        assertThat(access.path("groups").findValuesAsText("name")).containsExactly("staff");
        assertThat(access.at("/groups/0/description").asText()).isEqualTo("all who work here");
        assertThat(access.path("applications_count").asInt())
                .isEqualTo(before.path("applications_count").asInt() + 1);
        assertThat(access.path("policies_count").isInt()).isTrue();
        assertThat(access.path("permissions_direct").asInt())
                .isEqualTo(before.path("permissions_direct").asInt() + 1);
        assertThat(access.path("permissions_inherited").asInt())
                .isEqualTo(before.path("permissions_inherited").asInt() + 1);
        assertThat(access.path("permissions_total").asInt())
                .isEqualTo(
                        access.path("permissions_direct").asInt()
                                + access.path("permissions_inherited").asInt());
    }

    // Numbers

    @PrivateApi
    @Test
    void numbersOfATenant() {
        Api api = counted.as(counted.admin("view-users"));
        counted.user();
        counted.userWithTotp(Totp.newSecret());
        counted.disable(counted.user());
        counted.createClient(
                c ->
                        c.put("clientId", "service")
                                .put("publicClient", false)
                                .put("serviceAccountsEnabled", true));
        TestUser deleted = counted.user();
        counted.as(counted.admin("manage-users"))
                .delete("/v1/users/" + deleted.id())
                .assertStatus(204);

        JsonNode stats = api.get("/v1/users/stats").assertStatus(200).json();
        // Both admins, the two active users, and the suspended one.
        assertThat(stats)
                .isEqualTo(
                        Answer.JSON.valueToTree(
                                Map.of(
                                        "total", 5,
                                        "active", 4,
                                        "suspended", 1,
                                        "invited", 0,
                                        "mfa_enabled", 1,
                                        "mfa_missing", 4,
                                        "new_last_30d", 5)));
        JsonNode trends = api.get("/v1/users/trends").assertStatus(200).json();
        assertThat(trends).hasSize(2);
        for (String series : List.of("total", "mfa_enabled")) {
            assertThat(trends.path(series)).as(series).hasSize(30);
            assertThat(trends.path(series).get(29).asInt()).isEqualTo(stats.path(series).asInt());
            assertThat(trends.path(series).get(0).asInt()).as(series).isZero();
            assertThat(trends.path(series).get(28).asInt()).as(series).isZero();
        }
    }

    @PrivateApi
    @Test
    void listHasItsAdditionalMembers() {
        TestUser user = realm.userWithTotp(Totp.newSecret());
        realm.post("/roles", Map.of("name", "listed-role"));
        realm.post(
                "/users/" + user.id() + "/role-mappings/realm",
                List.of(realm.get("/roles/listed-role")));
        JsonNode listed = inList(user.email());
        assertThat(listed.has("last_seen_ip")).as("%s", listed).isFalse();
        assertThat(listed.path("mfa_enabled").asBoolean()).as("%s", listed).isTrue();
        assertThat(listed.path("groups_count").isInt()).as("%s", listed).isTrue();
        assertThat(listed.path("roles").toString()).as("%s", listed).contains("listed-role");
        assertThat(read(user.id()).has("mfa_enabled")).isFalse();

        TestUser seen = realm.user();
        realm.signIn(seen);
        realm.signIn(seen);
        assertThat(inList(seen.email()).path("last_seen_ip").asText())
                .isEqualTo(
                        admin.get(path(seen) + "/sessions")
                                .assertStatus(200)
                                .json()
                                .at("/items/0/ip")
                                .asText())
                .isNotBlank();
    }

    @Test
    void idInCapitalsIsTheSameId() {
        TestUser user = realm.user();
        String shouted = "/v1/users/" + user.id().toUpperCase(Locale.ROOT);
        assertThat(admin.get(shouted).assertStatus(200).text("id")).isEqualTo(user.id());
        admin.patch(shouted, Map.of("display_name", "Grace")).assertStatus(200);
        assertThat(read(user.id()).path("display_name").asText()).isEqualTo("Grace");
        admin.post(shouted + "/password", Map.of("password", "another-horse-battery"))
                .assertStatus(204);
        Tokens tokens = realm.api().login(user.email(), "another-horse-battery").assertTokens();
        realm.api()
                .bearer(tokens)
                .delete("/v1/auth/sessions/" + tokens.sessionId().toUpperCase(Locale.ROOT))
                .assertStatus(200);
        assertThat(realm.sessionIds(user)).isEmpty();
        admin.delete(shouted).assertStatus(204);
        admin.post(shouted + "/restore").assertStatus(200);
        assertThat(realm.usersWithEmail(user.email())).hasSize(1);
    }

    @Test
    void timesHaveAtMostMicroseconds() {
        TestUser user = realm.user();
        admin.patch("/v1/users/" + user.id(), Map.of("status", "suspended")).assertStatus(200);
        JsonNode read = read(user.id());
        for (String time : List.of("created_at", "updated_at", "disabled_at")) {
            assertThat(read.path(time).asText())
                    .as(time)
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d([.]\\d{1,6})?Z");
        }
    }

    @Test
    void unknownMemberIsNamed() {
        TestUser user = realm.user();
        Answer refused = admin.patch("/v1/users/" + user.id(), Map.of("foo", 1));
        refused.assertError(400, "bad_request");
        assertThat(refused.json().at("/error/detail").asText()).isEqualTo("unknown member foo");
        Answer hidden = admin.patch("/v1/users/" + user.id(), Map.of("not a name", 1));
        assertThat(hidden.json().at("/error/detail").asText()).isEqualTo("unknown member");
    }
}
