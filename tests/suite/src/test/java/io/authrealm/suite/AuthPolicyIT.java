package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.suite.OtpFactors.Channel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The auth policy of a tenant: it is made of the realm's own settings, so the console and the API
 * read what the other has written, and what is off is off at every door.
 */
class AuthPolicyIT {

    private static final String DENIED = "rbac.permission_denied";
    private static final String DISABLED = "auth.method_disabled";
    private static final String KEY = Authiqa.newKey();

    /**
     * The step that demands a second factor, and the two flows of the template that end with it.
     */
    private static final String DEMAND = "authrealm-second-factor";

    private static final String API_FLOW = "authrealm sign-in";
    private static final String PAGE_FLOW = "authrealm browser";

    /** Takes the password from a header. */
    private static final String BASIC_FLOW = "basic";

    private static final String PROVIDER = "the-company";
    private static final String LINKING_FLOW = "first broker login";

    private static final String NEW_PASSWORD_FIELD = "password-new";

    private static final Pattern FORGOTTEN =
            Pattern.compile("href=\"([^\"]*login-actions/reset-credentials[^\"]*)\"");

    private static final Pattern LINK_OF_KEYCLOAK =
            Pattern.compile("https?://\\S+/login-actions/action-token\\S+");

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    /** The members are written here, and set back after each test. */
    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(r -> r.put("adminEventsDetailsEnabled", true));

    /** Its users come in by every door. */
    @RegisterExtension
    static final TestRealm doors =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(AuthPolicyIT::addBasicFlow)
                    .withIdentityProvider(PROVIDER, realm)
                    .setting("parent_keys", KEY);

    private static TestUser owner;
    private static Api api;
    private static String tenantId;
    private static String path;

    @BeforeAll
    static void signIn() {
        realm.awaitAtRoot();
        doors.awaitAtRoot();
        owner = realm.admin("realm-admin");
        api = realm.as(owner);
        tenantId = api.get("/v1/auth/me").assertStatus(200).text("tenant_id");
        path = path(tenantId);
        Browser.createClient(doors);
        realm.isIdentityProviderOf(doors, PROVIDER);
        // The page goes on with the password.
        doors.setRequirement(LINKING_FLOW, "idp-email-verification", "DISABLED");
    }

    private static void addBasicFlow(ObjectNode json) {
        json.withArray("authenticationFlows")
                .addObject()
                .put("alias", BASIC_FLOW)
                .put("providerId", "basic-flow")
                .put("topLevel", true)
                .put("builtIn", false)
                .putArray("authenticationExecutions")
                .addObject()
                .put("authenticator", "http-basic-authenticator")
                .put("requirement", "REQUIRED")
                .put("priority", 10);
    }

    private static String path(String tenantId) {
        return "/v1/tenants/" + tenantId + "/auth-policy";
    }

    private static JsonNode policy() {
        return api.get(path).assertStatus(200).json();
    }

    private static Answer put(Object body) {
        return api.send("PUT", path, body);
    }

    /** As an administrator of the server, who has no account in the realm. */
    private static Answer putAtDoors(Object body) {
        Api operator = doors.asOperator();
        String id = doors.get("").path("id").asText();
        return operator.send("PUT", path(id), body);
    }

    private static void whileOff(String member, Runnable test) {
        putAtDoors(Map.of(member, false)).assertStatus(200);
        try {
            test.run();
        } finally {
            putAtDoors(Map.of(member, true)).assertStatus(200);
        }
    }

    /** All settings that the policy is made of, as the console has them. */
    private static String stored() {
        return realm.get("")
                + "\n"
                + realm.settings()
                + "\n"
                + realm.get(executions(API_FLOW))
                + "\n"
                + realm.get(executions(PAGE_FLOW));
    }

    private static String executions(String flow) {
        return "/authentication/flows/" + Admin.encoded(flow) + "/executions";
    }

    private static Set<String> requirements(String flow) {
        return Set.copyOf(
                TestRealm.list(realm.get(executions(flow))).stream()
                        .filter(step -> step.path("providerId").asText().equals(DEMAND))
                        .map(step -> step.path("requirement").asText())
                        .toList());
    }

    private static void demand(boolean isOn) {
        String requirement = isOn ? "REQUIRED" : "DISABLED";
        realm.setRequirement(API_FLOW, DEMAND, requirement);
        realm.setRequirement(PAGE_FLOW, DEMAND, requirement);
    }

    // What it looks like

    @Test
    void policyOfTheTemplate() {
        JsonNode read = policy();
        Map<String, Object> expected = new HashMap<>();
        expected.put("tenant_id", tenantId);
        expected.put("password_enabled", true);
        expected.put("password_min_length", 8);
        expected.put("password_require_uppercase", false);
        expected.put("password_require_number", false);
        expected.put("password_require_symbol", false);
        expected.put("password_reject_breached", false);
        expected.put("magic_link_enabled", true);
        expected.put("magic_link_ttl_minutes", 60);
        expected.put("passkey_enabled", true);
        expected.put("otp_email_enabled", true);
        expected.put("otp_sms_enabled", true);
        expected.put("self_registration_enabled", true);
        expected.put("remember_device_enabled", false);
        expected.put("password_require_numbers", false);
        expected.put("password_require_symbols", false);
        expected.put("allowed_login_methods", List.of("password", "magic_link", "passkey"));
        expected.put("mfa_required", false);
        expected.put("session_duration_seconds", 315_360_000);
        expected.put("updated_at", null);
        assertThat(read).isEqualTo(Answer.JSON.valueToTree(expected));

        Api root = TestServer.root().bearer(realm.signIn(owner));
        assertThat(root.get(path).assertStatus(200).json()).isEqualTo(read);
        assertThat(
                        root.with("X-Tenant", realm.name())
                                .get(path(tenantId.toUpperCase(Locale.ROOT)))
                                .assertStatus(200)
                                .json())
                .isEqualTo(read);
        assertThat(put(Map.of()).assertStatus(200).json()).isEqualTo(read);
    }

    /**
     * A member of the policy, and the setting that it is.
     *
     * <p>The test writes the first value by the API and reads it as the console does, and then the
     * other way round with the second one, which is that of the template.
     */
    private enum Member {
        PASSWORD_ENABLED("password_enabled", false, true, "password_sign_in"),
        MAGIC_LINK_ENABLED("magic_link_enabled", false, true, "magic_links"),
        PASSKEY_ENABLED("passkey_enabled", false, true, "passkeys"),
        OTP_EMAIL_ENABLED("otp_email_enabled", false, true, "mail_codes"),
        OTP_SMS_ENABLED("otp_sms_enabled", false, true, "text_codes"),
        REMEMBER_DEVICE_ENABLED("remember_device_enabled", true, false, "remember_device_enabled"),
        MAGIC_LINK_TTL_MINUTES(
                "magic_link_ttl_minutes",
                15,
                60,
                value -> setting("link_lifetime_seconds", (Integer) value * 60),
                value -> assertSetting("link_lifetime_seconds", (Integer) value * 60)),
        PASSWORD_MIN_LENGTH("password_min_length", 12, 8, "length(12)"),
        PASSWORD_REQUIRE_UPPERCASE("password_require_uppercase", true, false, "upperCase(1)"),
        PASSWORD_REQUIRE_NUMBER("password_require_number", true, false, "digits(1)"),
        PASSWORD_REQUIRE_NUMBERS("password_require_numbers", true, false, "digits(1)"),
        PASSWORD_REQUIRE_SYMBOL("password_require_symbol", true, false, "specialChars(1)"),
        PASSWORD_REQUIRE_SYMBOLS("password_require_symbols", true, false, "specialChars(1)"),
        PASSWORD_REJECT_BREACHED("password_reject_breached", true, false, "breached-password"),
        SELF_REGISTRATION_ENABLED(
                "self_registration_enabled",
                false,
                true,
                value -> realm.updateRealm(r -> r.put("registrationAllowed", (Boolean) value)),
                value ->
                        assertThat(realm.get("").path("registrationAllowed").asBoolean())
                                .isEqualTo(value)),
        SESSION_DURATION_SECONDS(
                "session_duration_seconds",
                3_600,
                315_360_000,
                value -> realm.updateRealm(r -> r.put("ssoSessionMaxLifespan", (Integer) value)),
                value ->
                        assertThat(realm.get("").path("ssoSessionMaxLifespan").asInt())
                                .isEqualTo(value)),
        MFA_REQUIRED(
                "mfa_required",
                true,
                false,
                value -> demand((Boolean) value),
                value -> {
                    String requirement = (Boolean) value ? "REQUIRED" : "DISABLED";
                    assertThat(requirements(API_FLOW)).containsExactly(requirement);
                    assertThat(requirements(PAGE_FLOW)).containsExactly(requirement);
                }),
        ALLOWED_LOGIN_METHODS(
                "allowed_login_methods",
                List.of("password", "passkey"),
                List.of("password", "magic_link", "passkey"),
                value -> setting("magic_links", ((List<?>) value).contains("magic_link")),
                value -> assertSetting("magic_links", ((List<?>) value).contains("magic_link")));

        private final String member;
        private final Object byApi;
        private final Object byConsole;
        private final Consumer<Object> write;
        private final Consumer<Object> assertWritten;

        Member(
                String member,
                Object byApi,
                Object byConsole,
                Consumer<Object> write,
                Consumer<Object> assertWritten) {
            this.member = member;
            this.byApi = byApi;
            this.byConsole = byConsole;
            this.write = write;
            this.assertWritten = assertWritten;
        }

        /** A setting of the pack. */
        Member(String member, boolean byApi, boolean byConsole, String setting) {
            this(
                    member,
                    byApi,
                    byConsole,
                    setting.contains("(") || setting.contains("-")
                            ? value -> policyText(setting, (Boolean) value)
                            : value -> setting(setting, value),
                    setting.contains("(") || setting.contains("-")
                            ? value -> assertPolicyText(setting, (Boolean) value)
                            : value -> assertSetting(setting, value));
        }

        /** The length in the password policy. */
        Member(String member, int byApi, int byConsole, String text) {
            this(
                    member,
                    byApi,
                    byConsole,
                    value ->
                            policyText(
                                    policyTexts().stream()
                                            .filter(each -> each.startsWith("length("))
                                            .findFirst()
                                            .orElse(text),
                                    "length(" + value + ")"),
                    value -> assertPolicyText("length(" + value + ")", true));
        }
    }

    private static void setting(String name, Object value) {
        realm.updateSettings(Map.of(name, List.of(String.valueOf(value))));
    }

    private static void assertSetting(String name, Object value) {
        assertThat(realm.settings().at("/config/" + name + "/0").asText())
                .as(name)
                .isEqualTo(String.valueOf(value));
    }

    private static List<String> policyTexts() {
        return List.of(realm.get("").path("passwordPolicy").asText().split(" and "));
    }

    private static void policyText(String text, boolean isThere) {
        policyText(text, isThere ? text : null);
    }

    /**
     * @param added may be null
     */
    private static void policyText(String removed, String added) {
        List<String> texts = new ArrayList<>(policyTexts());
        texts.remove(removed);
        if (added != null) {
            texts.add(added);
        }
        realm.updateRealm(r -> r.put("passwordPolicy", String.join(" and ", texts)));
    }

    private static void assertPolicyText(String text, boolean isThere) {
        List<String> texts = policyTexts();
        assertThat(texts.contains(text)).as("%s in %s", text, texts).isEqualTo(isThere);
        // What the policy of the API does not know stays in it.
        assertThat(texts).contains("authrealm-weak-password");
    }

    @ParameterizedTest
    @EnumSource
    void consoleAndApiReadWhatTheOtherHasWritten(Member member) {
        JsonNode before = policy();
        Answer changed = put(Map.of(member.member, member.byApi)).assertStatus(200);
        JsonNode expected = Answer.JSON.valueToTree(member.byApi);
        assertThat(changed.json().path(member.member)).isEqualTo(expected);
        assertThat(policy()).isEqualTo(changed.json());
        member.assertWritten.accept(member.byApi);

        member.write.accept(member.byConsole);
        assertThat(policy()).isEqualTo(before);

        member.write.accept(member.byApi);
        assertThat(policy()).isEqualTo(changed.json());
        put(Map.of(member.member, member.byConsole)).assertStatus(200);
        assertThat(policy()).isEqualTo(before);
        member.assertWritten.accept(member.byConsole);
    }

    @Test
    void demandIsOnOnlyIfEveryFlowMakesIt() {
        realm.setRequirement(API_FLOW, DEMAND, "REQUIRED");
        assertThat(policy().path("mfa_required").asBoolean()).isFalse();
        realm.setRequirement(PAGE_FLOW, DEMAND, "REQUIRED");
        assertThat(policy().path("mfa_required").asBoolean()).isTrue();
        put(Map.of("mfa_required", false)).assertStatus(200);
        assertThat(requirements(API_FLOW)).containsExactly("DISABLED");

        realm.updateRealm(r -> r.put("browserFlow", "browser"));
        try {
            put(Map.of("mfa_required", true)).assertError(409, "conflict");
            put(Map.of("mfa_required", false)).assertStatus(200);
        } finally {
            realm.updateRealm(r -> r.put("browserFlow", PAGE_FLOW));
        }
        assertThat(requirements(API_FLOW)).containsExactly("DISABLED");
    }

    @Test
    void passkeysAreOfferedOnPagesOnlyWhereTheyAreTaken() {
        String offered = "webAuthnPolicyPasswordlessPasskeysEnabled";
        put(Map.of("passkey_enabled", false)).assertStatus(200);
        assertThat(realm.get("").path(offered).asBoolean()).isFalse();
        put(Map.of("passkey_enabled", true)).assertStatus(200);
        assertThat(realm.get("").path(offered).asBoolean()).isTrue();
    }

    // What a change leaves as it is

    @Test
    void whatIsSentBackChangesNothing() {
        realm.updateSettings(Map.of("link_lifetime_seconds", List.of("90")));
        policyText("length(8)", false);
        policyText("upperCase(3)", true);
        realm.updateRealm(r -> r.put("ssoSessionMaxLifespan", 400_000_000));
        try {
            String before = stored();
            Events events = realm.adminEvents();
            JsonNode read = policy();
            assertThat(read.path("magic_link_ttl_minutes").asInt()).isEqualTo(1);
            assertThat(read.path("password_min_length").asInt()).isEqualTo(8);
            assertThat(read.path("session_duration_seconds").asInt()).isEqualTo(400_000_000);
            assertThat(put(read).assertStatus(200).json()).isEqualTo(read);
            assertThat(put(Map.of()).assertStatus(200).json()).isEqualTo(read);
            put("{\"password_enabled\":null,\"password_min_length\":null}").assertStatus(200);
            assertThat(stored()).isEqualTo(before);
            assertThat(realm.adminEvents().since(events).list()).isEmpty();

            // The new value counts, under whichever name.
            ObjectNode changed = read.deepCopy();
            changed.put("password_require_numbers", true).put("password_require_uppercase", true);
            changed.putArray("allowed_login_methods").add("password").add("passkey");
            JsonNode after = put(changed).assertStatus(200).json();
            assertThat(after.path("password_require_number").asBoolean()).isTrue();
            assertThat(after.path("magic_link_enabled").asBoolean()).isFalse();
            assertThat(after.path("passkey_enabled").asBoolean()).isTrue();
            assertThat(policyTexts()).contains("upperCase(3)", "digits(1)");
            assertSetting("link_lifetime_seconds", 90);
        } finally {
            realm.updateSettings(
                    Map.of("link_lifetime_seconds", List.of(), "magic_links", List.of()));
            policyText("upperCase(3)", false);
            policyText("digits(1)", false);
            policyText("length(8)", true);
            realm.updateRealm(r -> r.put("ssoSessionMaxLifespan", 315_360_000));
        }
    }

    @Test
    void changeOfSomeMembersLeavesTheOthers() {
        put(Map.of("remember_device_enabled", true, "password_require_symbol", true))
                .assertStatus(200);
        JsonNode before = policy();
        JsonNode after =
                put(Map.of("password_require_numbers", true, "session_duration_seconds", 7_200))
                        .assertStatus(200)
                        .json();
        ObjectNode expected = before.deepCopy();
        expected.put("password_require_number", true)
                .put("password_require_numbers", true)
                .put("session_duration_seconds", 7_200);
        assertThat(after).isEqualTo(expected);
        put(Map.of(
                        "remember_device_enabled",
                        false,
                        "password_require_symbol",
                        false,
                        "password_require_number",
                        false,
                        "session_duration_seconds",
                        315_360_000))
                .assertStatus(200);
    }

    @Test
    void numbersStayWithinTheirBounds() {
        Map<String, List<Integer>> bounds =
                Map.of(
                        "password_min_length", List.of(8, 128, 8),
                        "magic_link_ttl_minutes", List.of(5, 1_440, 60),
                        "session_duration_seconds", List.of(60, 315_360_000, 315_360_000));
        bounds.forEach(
                (member, each) -> {
                    for (String small : List.of("-1", "0", "4", "-99999999999999999999")) {
                        assertThat(number(member, small)).isEqualTo(each.get(0));
                    }
                    for (String large : List.of("315360001", "99999999999999999999")) {
                        assertThat(number(member, large)).isEqualTo(each.get(1));
                    }
                    assertThat(number(member, String.valueOf(each.get(2)))).isEqualTo(each.get(2));
                });
    }

    /** Not as the owner, whose session could be too old for a while. */
    private static int number(String member, String sent) {
        Api operator = realm.asOperator();
        operator.send("PUT", path, "{\"" + member + "\":" + sent + "}").assertStatus(200);
        return operator.get(path).assertStatus(200).json().path(member).asInt();
    }

    // Bad input

    @Test
    void bodiesThatAreRefused() {
        String before = stored();
        for (String body :
                List.of(
                        "",
                        "{",
                        "[]",
                        "null",
                        "\"x\"",
                        "{\"unknown\":true}",
                        "{\"password_min_length\":12,\"tenant_ids\":\"x\"}",
                        "{\"host_names\":[\"acme.example\"]}",
                        "{\"password_enabled\":\"false\"}",
                        "{\"password_enabled\":0}",
                        "{\"password_enabled\":[false]}",
                        "{\"password_require_numbers\":\"yes\"}",
                        "{\"password_min_length\":\"12\"}",
                        "{\"password_min_length\":12.5}",
                        "{\"password_min_length\":1e2}",
                        "{\"password_min_length\":true}",
                        "{\"session_duration_seconds\":" + "9".repeat(2_000) + "}",
                        "{\"allowed_login_methods\":\"password\"}",
                        "{\"allowed_login_methods\":[1]}",
                        "{\"allowed_login_methods\":{}}",
                        "{\"mfa_required\":true,\"mfa_required\":false}",
                        "{\"MFA_required\":true,\"mfa_required\":false}",
                        "{\"mfa_required\":" + "[".repeat(5_000) + "}",
                        "{\"tenant_id\":\"" + "x".repeat(1_100_000) + "\"}")) {
            api.send("PUT", path, body).assertError(400, "bad_request");
        }
        for (String method :
                List.of(
                        "social",
                        "Password",
                        "",
                        " ",
                        "x".repeat(65),
                        HostileInput.NAME,
                        "\u0000")) {
            put(Map.of("allowed_login_methods", List.of("password", method)))
                    .assertInvalidField("allowed_login_methods", codeOf(method));
        }
        List<String> many = Stream.generate(() -> "password").limit(17).toList();
        put(Map.of("allowed_login_methods", many))
                .assertInvalidField("allowed_login_methods", "too_long");
        api.send(
                        "PUT",
                        path,
                        "text/plain",
                        "{\"mfa_required\":true}".getBytes(StandardCharsets.UTF_8))
                .assertError(400, "bad_request");
        assertThat(stored()).isEqualTo(before);
    }

    private static String codeOf(String method) {
        if (method.isEmpty()) {
            return "required";
        }
        if (method.length() > 64) {
            return "too_long";
        }
        return method.equals("\u0000") ? "invalid" : "not_allowed";
    }

    // Who may do what

    @Test
    void onlyAdminsOfTheRealmSeeAndChangeIt() {
        String before = stored();
        realm.api().get(path).assertError(401, "unauthorized");
        realm.api().bearer("garbage").send("PUT", path, Map.of()).assertError(401, "unauthorized");
        for (TestUser none : List.of(realm.user(), realm.admin("manage-users", "view-users"))) {
            Api stranger = realm.as(none);
            stranger.get(path).assertError(403, DENIED);
            stranger.send("PUT", path, Map.of("mfa_required", true)).assertError(403, DENIED);
            // Nothing is read of a body that its sender has no right to send.
            stranger.send("PUT", path, "{").assertError(403, DENIED);
        }
        Api viewer = realm.as(realm.admin("view-realm"));
        assertThat(viewer.get(path).assertStatus(200).json()).isEqualTo(policy());
        viewer.send("PUT", path, Map.of("mfa_required", true)).assertError(403, DENIED);
        Api manager = realm.as(realm.admin("manage-realm"));
        manager.get(path).assertStatus(200);
        manager.send("PUT", path, Map.of()).assertStatus(200);
        realm.asOperator().get(path).assertStatus(200);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void keysSeeAndChangeItWithinTheirScopes() {
        Api reader = withKey("policy.read");
        assertThat(reader.get(path).assertStatus(200).json()).isEqualTo(policy());
        reader.send("PUT", path, Map.of("mfa_required", true)).assertError(403, DENIED);
        Api writer = withKey("policy.write");
        writer.get(path).assertError(403, DENIED);
        writer.send("PUT", path, Map.of("remember_device_enabled", true)).assertStatus(200);
        // The key is bound to its maker, who would be locked out.
        writer.send("PUT", path, Map.of("password_enabled", false, "magic_link_enabled", false))
                .assertInvalidField("password_enabled", "not_allowed");
        writer.send("PUT", path, Map.of("remember_device_enabled", false)).assertStatus(200);
        withKey("user.read").get(path).assertError(403, DENIED);
    }

    /** The root knows the tenant by nothing but the key. */
    private static Api withKey(String scope) {
        String key =
                api.post("/v1/api-keys", Map.of("name", scope, "scopes", List.of(scope)))
                        .assertStatus(201)
                        .text("key");
        return TestServer.root().with("Authorization", "ApiKey " + key);
    }

    @Test
    void policyOfAnotherTenantIsOutOfReach() {
        TestUser stranger = doors.admin("realm-admin");
        String token = doors.signIn(stranger).access();
        realm.api().bearer(token).get(path).assertError(401, "unauthorized");
        TestServer.root().bearer(token).get(path).assertError(403, "forbidden");
        TestServer.root()
                .bearer(token)
                .send("PUT", path, Map.of("mfa_required", true))
                .assertError(403, "forbidden");
        TestServer.root()
                .bearer(token)
                .with("X-Tenant", realm.name())
                .get(path)
                .assertError(401, "unauthorized");
        api.get(path(UUID.randomUUID().toString())).assertError(403, "forbidden");
        for (String id : List.of("x", realm.name(), "%20", "..%2e", tenantId + "0")) {
            assertThat(api.get(path(id)).status()).as(id).isIn(400, 404);
        }
        api.get(path + "/more").assertError(404, "not_found");
        assertThat(api.post(path, Map.of()).status()).isIn(404, 405);
        assertThat(policy().path("mfa_required").asBoolean()).isFalse();
    }

    // What a change cannot do

    @Test
    void changeThatLetsNobodyInIsRefused() {
        JsonNode read = policy();
        String before = stored();
        Api operator = realm.asOperator();
        operator.send("PUT", path, Map.of("allowed_login_methods", List.of()))
                .assertInvalidField("password_enabled", "not_allowed");
        Map<String, Boolean> none =
                Map.of(
                        "password_enabled", false,
                        "magic_link_enabled", false,
                        "passkey_enabled", false);
        operator.send("PUT", path, none).assertInvalidField("password_enabled", "not_allowed");
        assertThat(stored()).isEqualTo(before);

        Map<String, Boolean> onlyLinks =
                Map.of("password_enabled", false, "passkey_enabled", false);
        realm.updateSettings(Map.of("app_url", List.of()));
        try {
            // A link leads nowhere now.
            operator.send("PUT", path, onlyLinks)
                    .assertInvalidField("password_enabled", "not_allowed");
        } finally {
            realm.updateSettings(Map.of("app_url", List.of("http://localhost:3000")));
        }
        realm.updateRealm(r -> r.putObject("smtpServer"));
        try {
            // No mail is sent now.
            operator.send("PUT", path, onlyLinks)
                    .assertInvalidField("password_enabled", "not_allowed");
            put(Map.of("password_enabled", false))
                    .assertInvalidField("password_enabled", "not_allowed");
        } finally {
            realm.updateRealm(mailbox::serve);
        }
        assertThat(policy()).isEqualTo(read);
    }

    @Test
    void adminsDoNotLockThemselvesOut() {
        // The owner has a password and a mailbox, and no passkey.
        put(Map.of("password_enabled", false, "magic_link_enabled", false))
                .assertInvalidField("password_enabled", "not_allowed");
        put(Map.of("magic_link_enabled", false)).assertStatus(200);
        put(Map.of("password_enabled", false))
                .assertInvalidField("password_enabled", "not_allowed");
        Api operator = realm.asOperator();
        operator.send("PUT", path, Map.of("password_enabled", false)).assertStatus(200);
        operator.send("PUT", path, Map.of("password_enabled", true, "magic_link_enabled", true))
                .assertStatus(200);

        SignedIn coded = SignedIn.newIn(realm);
        realm.giveAdminRoles(coded.user(), "manage-realm");
        new OtpFactors(coded, mailbox).added(Channel.EMAIL);
        coded.api()
                .send("PUT", path, Map.of("otp_email_enabled", false))
                .assertInvalidField("otp_email_enabled", "not_allowed");
        coded.api().send("PUT", path, Map.of("otp_sms_enabled", false)).assertStatus(200);
        JsonNode after = coded.api().send("PUT", path, Map.of("otp_sms_enabled", true)).json();
        assertThat(after.path("otp_email_enabled").asBoolean()).isTrue();
    }

    @Test
    void passwordsThatCannotBeLongEnoughAreNotAskedFor() {
        policyText("maxLength(20)", true);
        try {
            put(Map.of("password_min_length", 21))
                    .assertInvalidField("password_min_length", "too_long");
            put(Map.of("password_min_length", 20)).assertStatus(200);
        } finally {
            policyText("maxLength(20)", false);
            put(Map.of("password_min_length", 8)).assertStatus(200);
        }
    }

    // Changes at one moment

    @Test
    void changesAtOneMomentAllCount() {
        List<String> members =
                List.of(
                        "password_require_uppercase",
                        "password_require_number",
                        "password_require_symbol",
                        "password_reject_breached",
                        "remember_device_enabled",
                        "mfa_required");
        for (boolean isOn : List.of(true, false)) {
            List<Answer> answers =
                    Parallel.run(
                            members.size(), members.size(), i -> put(Map.of(members.get(i), isOn)));
            answers.forEach(answer -> answer.assertStatus(200));
            for (String member : members) {
                assertThat(policy().path(member).asBoolean()).as(member).isEqualTo(isOn);
            }
        }
    }

    @Test
    void changesAtOneMomentLeaveAWayIn() {
        Api operator = realm.asOperator();
        List<Map<String, Boolean>> halves =
                List.of(
                        Map.of("password_enabled", false, "magic_link_enabled", false),
                        Map.of("passkey_enabled", false));
        try {
            List<Integer> statuses =
                    Parallel.run(8, 8, i -> operator.send("PUT", path, halves.get(i % 2)).status());
            assertThat(statuses).containsOnly(200, 422);
            JsonNode left = policy();
            assertThat(left.path("allowed_login_methods")).isNotEmpty();
        } finally {
            operator.send(
                            "PUT",
                            path,
                            Map.of(
                                    "password_enabled", true,
                                    "magic_link_enabled", true,
                                    "passkey_enabled", true))
                    .assertStatus(200);
        }
    }

    @Test
    void changeIsAnEventWithoutValues() {
        Events before = realm.adminEvents();
        put(Map.of("password_min_length", 77, "magic_link_enabled", true)).assertStatus(200);
        try {
            assertThat(realm.adminEvents().since(before))
                    .singleElement()
                    .hasOperation("UPDATE", "REALM", "auth-policy")
                    .hasRepresentationWith("password_min_length")
                    .hasUser(owner.id());
            String said =
                    realm.adminEvents().since(before).list().get(0).path("representation").asText();
            assertThat(said).doesNotContain("77", "magic_link_enabled");
        } finally {
            put(Map.of("password_min_length", 8)).assertStatus(200);
        }
    }

    // The doors

    /** A way in with a password. */
    private enum Door {
        QEET(
                (email, password) -> doors.api().login(email, password),
                answer -> answer.assertStatus(200).assertTokens(),
                answer -> answer.assertError(403, DISABLED)),
        HOSTED(
                (email, password) ->
                        doors.api()
                                .with("Origin", "http://localhost:3000")
                                .post(
                                        "/v1/auth/session",
                                        Map.of("email", email, "password", password)),
                answer -> answer.assertStatus(200),
                answer -> answer.assertError(403, DISABLED)),
        ROOT(
                (email, password) ->
                        TestServer.root().with("X-Tenant", doors.name()).login(email, password),
                answer -> answer.assertStatus(200).assertTokens(),
                answer -> answer.assertError(403, DISABLED)),
        ROOT_WITHOUT_A_NAME(
                (email, password) -> TestServer.root().login(email, password),
                answer -> answer.assertStatus(200).assertTokens(),
                answer -> answer.assertError(401, "auth.invalid_credentials")),
        JITSUDO(
                (email, password) -> Jitsudo.of(doors).login(email, password),
                answer -> answer.assertStatus(200),
                answer -> Jitsudo.assertError(answer, 403, "forbidden")),
        CREDEBL(
                (email, password) -> Credebl.of(doors).plain().signIn(email, password),
                answer -> answer.assertStatus(200),
                answer -> Credebl.assertError(answer, 401, "Invalid Credentials")),
        AUTHIQA(
                (email, password) -> Authiqa.of(doors, KEY).signIn(email, password),
                answer -> answer.assertStatus(200),
                answer -> Authiqa.refused(answer, 401, "INVALID_CREDENTIALS")),
        PAGE(AuthPolicyIT::onPage, KeyPages::assertSignedIn, KeyPages::assertNotSignedIn),
        HEADER(AuthPolicyIT::byHeader, KeyPages::assertSignedIn, AuthPolicyIT::assertRefused),
        GRANT(
                (email, password) -> Browser.directGrant(doors, email, password),
                answer -> answer.assertStatus(200),
                answer -> assertThat(answer.status()).as("%s", answer).isIn(400, 401));

        private final PasswordSignIn signIn;
        private final Consumer<Answer> isIn;
        private final Consumer<Answer> isOut;

        Door(PasswordSignIn signIn, Consumer<Answer> isIn, Consumer<Answer> isOut) {
            this.signIn = signIn;
            this.isIn = isIn;
            this.isOut = isOut;
        }
    }

    private interface PasswordSignIn {
        Answer apply(String email, String password);
    }

    /** By a flow that asks for no more than a header, as SAML's clients without pages use it. */
    private static Answer byHeader(String email, String password) {
        String credentials =
                Base64.getEncoder()
                        .encodeToString((email + ":" + password).getBytes(StandardCharsets.UTF_8));
        doors.updateRealm(r -> r.put("browserFlow", BASIC_FLOW));
        try {
            return new Browser(doors).openWithHeader("Authorization", "Basic " + credentials);
        } finally {
            doors.updateRealm(r -> r.put("browserFlow", PAGE_FLOW));
        }
    }

    /** Where the page leads after the password, through the pages of required actions. */
    private static Answer onPage(String email, String password) {
        Browser browser = new Browser(doors);
        Answer answer = browser.logIn(email, password);
        String next = answer.header("Location");
        return next == null || next.startsWith(Browser.CALLBACK) ? answer : browser.goTo(next);
    }

    @ParameterizedTest
    @EnumSource
    void passwordThatIsOffOpensNoDoor(Door door) {
        TestUser user = doors.user();
        door.isIn.accept(door.signIn.apply(user.email(), user.password()));
        whileOff(
                "password_enabled",
                () -> {
                    int sessions = doors.sessionIds(user).size();
                    // Where the answer says why, it says so after any number of tries.
                    int tries = door == Door.ROOT_WITHOUT_A_NAME ? 2 : 6;
                    for (int i = 0; i < tries; i++) {
                        door.isOut.accept(door.signIn.apply(user.email(), user.password()));
                    }
                    assertThat(doors.sessionIds(user)).hasSize(sessions);
                    door.isOut.accept(door.signIn.apply(user.email(), "wrong-horse-battery"));
                    door.isOut.accept(
                            door.signIn.apply(TestRealm.newEmail(), "wrong-horse-battery"));
                });
        doors.forgetLoginFailures(user);
        door.isIn.accept(door.signIn.apply(user.email(), user.password()));
    }

    @Test
    void nobodySignsUpWithAPasswordThatIsOff() {
        TestUser user = doors.user();
        String link = mailbox.resetLink(doors, user);
        String email = TestRealm.newEmail();
        Map<String, String> acceptance =
                Map.of("token", invite(email), "password", TestRealm.PASSWORD);
        whileOff(
                "password_enabled",
                () -> {
                    doors.api().signUp(email, TestRealm.PASSWORD).assertError(403, DISABLED);
                    doors.api().post("/v1/invites/accept", acceptance).assertError(403, DISABLED);
                    assertRefused(Credebl.of(doors).plain().mailVerification(email));
                    assertRefused(Credebl.of(doors).plain().signUp(email, TestRealm.PASSWORD));
                    assertRefused(
                            Authiqa.of(doors, KEY)
                                    .signUp(Authiqa.newName(), email, TestRealm.PASSWORD));
                    Browser browser = new Browser(doors);
                    Answer page = browser.openRegistrationPage().assertStatus(200);
                    KeyPages.assertNotSignedIn(browser.register(page, email, TestRealm.PASSWORD));
                    assertThat(doors.usersWithEmail(email)).isEmpty();

                    int mails = mailbox.of(user.email()).size();
                    doors.api().forgotPassword(user.email()).assertStatus(202);
                    doors.api()
                            .resetPassword(link, "another-horse-battery")
                            .assertError(400, "recovery.reset_link_invalid");
                    assertThat(mailbox.of(user.email())).hasSize(mails);
                });
        doors.signIn(user);
        doors.api().resetPassword(link, "another-horse-battery").assertStatus(200);
        doors.api().post("/v1/invites/accept", acceptance).assertTokens();
    }

    private static String invite(String email) {
        return doors.asOperator()
                .post("/v1/invites", Map.of("email", email))
                .assertStatus(201)
                .text("token");
    }

    /** Its mail would stand for the password. */
    @Test
    void pageForAForgottenPasswordLetsNobodyIn() {
        TestUser user = doors.user();
        whileOff(
                "password_enabled",
                () -> {
                    Answer refused = fromForgottenPassword(user, 1);
                    KeyPages.assertNotSignedIn(refused);
                    assertThat(refused.body()).doesNotContain(NEW_PASSWORD_FIELD);
                    assertThat(doors.sessionIds(user)).isEmpty();
                });
        assertThat(fromForgottenPassword(user, 2).body()).contains(NEW_PASSWORD_FIELD);
    }

    /** Where the link of Keycloak's page leads, which comes in a mail. */
    private static Answer fromForgottenPassword(TestUser user, int mails) {
        Browser browser = new Browser(doors);
        Matcher forgotten = FORGOTTEN.matcher(browser.openLoginPage().body());
        assertThat(forgotten.find()).isTrue();
        String page = forgotten.group(1).replace("&amp;", "&");
        Answer form = browser.goTo(URI.create(doors.url()).resolve(page).toString());
        browser.submit(form, Map.of("username", user.email()));
        Matcher link = LINK_OF_KEYCLOAK.matcher(mailbox.await(user.email(), mails).text());
        assertThat(link.find()).isTrue();
        return browser.goTo(link.group());
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isBetween(400, 499);
    }

    /** The link would let the provider sign in later, without the password. */
    @Test
    void passwordThatIsOffLinksNoAccount() {
        TestUser employee =
                realm.user(user -> user.put("firstName", "Anna").put("lastName", "Larsen"));
        TestUser account = doors.user(employee.email(), "a-horse-of-its-own", user -> {});
        whileOff(
                "password_enabled",
                () -> {
                    KeyPages.assertNotSignedIn(linked(account, employee));
                    assertThat(linksOf(account)).isEmpty();
                });
        KeyPages.assertSignedIn(linked(account, employee));
        assertThat(linksOf(account)).hasSize(1);
    }

    private static JsonNode linksOf(TestUser account) {
        return doors.get("/users/" + account.id() + "/federated-identity");
    }

    /** Comes from the identity provider, and proves the account of the same address. */
    private static Answer linked(TestUser account, TestUser employee) {
        // Each realm has cookies of its own.
        Browser here = new Browser(doors);
        Browser there = new Browser(realm);
        Answer page = there.goTo(here.openIdentityProvider(PROVIDER).header("Location"));
        Answer back = there.submit(page, employee.email(), employee.password());
        Answer found = here.goTo(back.assertStatus(302).header("Location"));
        Answer agreed = here.submit(found, Map.of("submitAction", "linkAccount"));
        Answer form = agreed.status() == 302 ? here.goTo(agreed.header("Location")) : agreed;
        Answer proved = here.submit(form, account.email(), account.password());
        return proved.status() == 302 ? here.goTo(proved.header("Location")) : proved;
    }

    @Test
    void otherWaysStayOpenAndSignInsUnderWayEnd() {
        String secret = Totp.newSecret();
        TestUser user = doors.userWithTotp(secret);
        TestUser other = doors.user();
        Api session = doors.as(other);
        String link = mailbox.magicLink(doors, other);
        String challenge = doors.api().login(user.email(), user.password()).assertChallenge();
        whileOff(
                "password_enabled",
                () -> {
                    doors.api()
                            .mfa(challenge, Totp.codeNow(secret))
                            .assertError(401, "auth.mfa_challenge_expired");
                    doors.api().consumeMagicLink(link).assertTokens();
                    // A user who is signed in can still change the password for later.
                    session.post(
                                    "/v1/auth/password",
                                    Map.of(
                                            "current_password",
                                            other.password(),
                                            "new_password",
                                            "another-horse-battery"))
                            .assertStatus(200);
                });
        doors.api().login(other.email(), "another-horse-battery").assertTokens();
    }

    @Test
    void passkeyThatIsOffOpensNoDoor() {
        SoftKey key = SoftKey.at(doors);
        KeyPages.userWith(doors, key);
        PasskeyApi anonymous = PasskeyApi.anonymous(doors);
        Answer begun = anonymous.beginSignIn().assertStatus(200);
        // The setting alone, as the console writes it: the page still offers passkeys.
        doors.updateSettings(Map.of("passkeys", List.of("false")));
        try {
            anonymous.beginSignIn().assertError(403, DISABLED);
            anonymous
                    .finishSignIn(begun, key.get(PasskeyApi.options(begun)))
                    .assertError(403, DISABLED);
            KeyPages.assertNotSignedIn(KeyPages.signIn(doors, key));
        } finally {
            doors.updateSettings(Map.of("passkeys", List.of()));
        }
        KeyPages.assertSignedIn(KeyPages.signIn(doors, key));
        anonymous.signIn(key).assertTokens();
    }

    @Test
    void linkThatIsOffOpensNoDoor() {
        TestUser user = doors.user();
        String link = mailbox.magicLink(doors, user);
        whileOff(
                "magic_link_enabled",
                () -> {
                    doors.api().startMagicLink(user.email()).assertError(403, DISABLED);
                    doors.api().consumeMagicLink(link).assertError(403, DISABLED);
                });
        doors.api().consumeMagicLink(link).assertTokens();
    }

    @Test
    void codeThatIsOffIsAskedForAndNotTaken() {
        String secret = Totp.newSecret();
        TestUser onlyCode =
                doors.user(
                        user -> SecondFactors.addCodeTo(user, Channel.EMAIL, TestRealm.newEmail()));
        TestUser both =
                doors.user(
                        user -> {
                            SecondFactors.addTotp(user, secret);
                            SecondFactors.addCodeTo(user, Channel.EMAIL, TestRealm.newEmail());
                        });
        String waiting = login(onlyCode).assertChallenge("email");
        whileOff(
                "otp_email_enabled",
                () -> {
                    login(onlyCode).assertError(403, "auth.redirect_to_web");
                    doors.api()
                            .post(
                                    "/v1/auth/mfa/challenge",
                                    Map.of("mfa_token", waiting, "method", "email"))
                            .assertErrorEnvelope();
                    String challenge = login(both).assertChallenge("totp");
                    doors.api().mfa(challenge, Totp.codeNow(secret)).assertTokens();
                    KeyPages.assertNotSignedIn(onPage(onlyCode.email(), onlyCode.password()));
                    assertThat(doors.sessionIds(onlyCode)).isEmpty();
                });
        login(onlyCode).assertChallenge("email");
        login(both).assertChallenge("totp", "email");
    }

    private static Answer login(TestUser user) {
        return doors.api().login(user.email(), user.password());
    }

    @Test
    void closedRegistrationIsClosedAtEveryDoor() {
        String email = TestRealm.newEmail();
        whileOff(
                "self_registration_enabled",
                () -> {
                    doors.api()
                            .signUp(email, TestRealm.PASSWORD)
                            .assertError(403, "auth.self_registration_disabled");
                    TestServer.root()
                            .with("X-Tenant", doors.name())
                            .signUp(email, TestRealm.PASSWORD)
                            .assertError(403, "auth.self_registration_disabled");
                    assertRefused(Credebl.of(doors).plain().mailVerification(email));
                    assertRefused(
                            Authiqa.of(doors, KEY)
                                    .signUp(Authiqa.newName(), email, TestRealm.PASSWORD));
                    assertThat(new Browser(doors).openRegistrationPage().body())
                            .doesNotContain("password-confirm");
                });
        assertThat(doors.usersWithEmail(email)).isEmpty();
    }

    @Test
    void rulesForPasswordsHoldAtEveryDoor() {
        String email = TestRealm.newEmail();
        TestUser user = doors.user();
        Api session = doors.as(user);
        putAtDoors(Map.of("password_require_uppercase", true)).assertStatus(200);
        try {
            doors.api().signUp(email, TestRealm.PASSWORD).assertError(422, "auth.password_weak");
            assertRefused(
                    Authiqa.of(doors, KEY).signUp(Authiqa.newName(), email, TestRealm.PASSWORD));
            Browser browser = new Browser(doors);
            KeyPages.assertNotSignedIn(
                    browser.register(browser.openRegistrationPage(), email, TestRealm.PASSWORD));
            session.post(
                            "/v1/auth/password",
                            Map.of(
                                    "current_password",
                                    user.password(),
                                    "new_password",
                                    "another-horse-battery"))
                    .assertError(422, "auth.password_weak");
            doors.asOperator()
                    .post(
                            "/v1/users/" + user.id() + "/password",
                            Map.of("password", "another-horse-battery"))
                    .assertError(422, "authpolicy.password_no_uppercase");
            assertThat(doors.usersWithEmail(email)).isEmpty();
        } finally {
            putAtDoors(Map.of("password_require_uppercase", false)).assertStatus(200);
        }
    }

    /** The contract gives the admin's own route codes of its own, and the reset one for all. */
    @Test
    void passwordShorterThanThePolicyHasTheCodeOfItsDoor() {
        String tooShort = "horse-battery-7";
        TestUser user = doors.user();
        Api session = doors.as(user);
        Api operator = doors.asOperator();
        Map<String, String> nobody = Map.of("email", TestRealm.newEmail(), "password", tooShort);
        String invite =
                operator.post("/v1/invites", Map.of("email", TestRealm.newEmail()))
                        .assertStatus(201)
                        .text("token");
        String link = mailbox.resetLink(doors, user);
        putAtDoors(Map.of("password_min_length", tooShort.length() + 1)).assertStatus(200);
        try {
            doors.api()
                    .signUp(nobody.get("email"), tooShort)
                    .assertError(422, "auth.password_weak");
            doors.api()
                    .post("/v1/invites/accept", Map.of("token", invite, "password", tooShort))
                    .assertError(422, "auth.password_weak");
            session.post(
                            "/v1/auth/password",
                            Map.of("current_password", user.password(), "new_password", tooShort))
                    .assertError(422, "auth.password_weak");
            operator.post("/v1/users", nobody).assertError(422, "auth.password_weak");
            JsonNode bulk =
                    operator.post("/v1/users/bulk", Map.of("users", List.of(nobody)))
                            .assertStatus(200)
                            .json();
            assertThat(bulk.at("/errors/0/code").asText()).isEqualTo("password_weak");
            operator.post("/v1/users/" + user.id() + "/password", Map.of("password", tooShort))
                    .assertError(422, "authpolicy.password_too_short");
            doors.api().resetPassword(link, tooShort).assertError(422, "unprocessable");
            doors.signIn(user);
            assertThat(doors.usersWithEmail(nobody.get("email"))).isEmpty();
        } finally {
            putAtDoors(Map.of("password_min_length", 8)).assertStatus(200);
        }
        doors.api()
                .post("/v1/invites/accept", Map.of("token", invite, "password", tooShort))
                .assertTokens();
    }

    @Test
    void demandForASecondFactorHoldsInTheApiAndOnPages() {
        TestUser user = doors.user();
        putAtDoors(Map.of("mfa_required", true)).assertStatus(200);
        try {
            login(user).assertEnrollment();
            KeyPages.assertNotSignedIn(onPage(user.email(), user.password()));
            Authiqa.refused(
                    Authiqa.of(doors, KEY).signIn(user.email(), user.password()),
                    403,
                    "MFA_REQUIRED");
            Browser.directGrant(doors, user.email(), user.password()).assertStatus(400);
            assertThat(doors.sessionIds(user)).isEmpty();
        } finally {
            putAtDoors(Map.of("mfa_required", false)).assertStatus(200);
        }
        login(user).assertTokens();
    }
}
