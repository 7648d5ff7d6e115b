package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants are made, seen, changed, suspended and deleted, where everybody may make them. */
class TenantsIT {

    private static final String TENANTS = "/v1/tenants";
    private static final String DENIED = "rbac.permission_denied";

    @RegisterExtension static final TestRealm home = TestRealm.fresh();
    @RegisterExtension static final NewTenants tenants = new NewTenants();

    private static TestUser someone;
    private static Api user;

    /** What the tests that only look at a tenant share. */
    private static NewTenants.Made shared;

    @BeforeAll
    static void makeOne() {
        home.awaitAtRoot();
        someone = home.user();
        user = TestServer.root().bearer(home.signIn(someone));
        shared = tenants.make(user);
    }

    private static List<String> texts(JsonNode array) {
        return TestRealm.list(array).stream().map(JsonNode::asText).toList();
    }

    private static Api withKey(Api owner, String... scopes) {
        String key =
                owner.post("/v1/api-keys", Map.of("name", "x", "scopes", List.of(scopes)))
                        .assertStatus(201)
                        .text("key");
        return TestServer.root().with("Authorization", "ApiKey " + key);
    }

    private static boolean isThere(String realm) {
        return TestServer.admin().send("GET", "/" + realm, null).status() == 200;
    }

    private static Answer login(NewTenants.Made tenant, TestUser who) {
        return tenant.realm().api().login(who.email(), who.password());
    }

    @PrivateApi
    @Test
    void newTenantIsReadyForItsOwnerAndForOthersWhenTheCallReturns() {
        String slug = NewTenants.slug();
        Map<String, Object> body =
                NewTenants.body(
                        slug,
                        "name",
                        " Gr\u00fcn & Co. ",
                        "region",
                        "eu-central-1",
                        "logo_url",
                        "https://acme.example/logo.svg",
                        "metadata",
                        Map.of("crm", Map.of("id", 17)));
        Answer answer = user.post(TENANTS, body).assertStatus(201);
        tenants.remember(slug);
        JsonNode created = answer.json();
        Tokens tokens = Tokens.of(created);
        Api owner = TestServer.root().bearer(tokens);

        JsonNode tenant = created.path("tenant");
        assertThat(tenant.path("slug").asText()).isEqualTo(slug);
        assertThat(tenant.path("name").asText()).isEqualTo("Gr\u00fcn & Co.");
        assertThat(tenant.path("status").asText()).isEqualTo("active");
        assertThat(tenant.path("plan").asText()).isEqualTo("free");
        assertThat(tenant.path("region").asText()).isEqualTo("eu-central-1");
        assertThat(tenant.path("logo_url").asText()).isEqualTo("https://acme.example/logo.svg");
        assertThat(tenant.at("/metadata/crm/id").asInt()).isEqualTo(17);
        for (String time : List.of("created_at", "updated_at")) {
            assertThat(Instant.parse(tenant.path(time).asText()))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        }
        tenant.fields()
                .forEachRemaining(
                        member ->
                                assertThat(created.path(member.getKey()))
                                        .as(member.getKey())
                                        .isEqualTo(member.getValue()));
        assertThat(created.path("tenant_id")).isEqualTo(tenant.path("id"));
        assertThat(tokens.tenantId()).isEqualTo(tenant.path("id").asText());
        assertThat(texts(created.path("roles"))).containsExactly("owner");

        // At once, and at the root, which has to know the realm and its keys.
        TestRealm realm = TestRealm.existing(slug, TestServer.admin());
        String key = realm.api().get("/v1/.well-known/jwks.json").text("keys.0.kid");
        assertThat(TestServer.root().get("/.well-known/jwks.json").body()).contains(key);
        String email = TestRealm.newEmail();
        TestServer.root()
                .with("X-Tenant", slug)
                .signUp(email, TestRealm.PASSWORD)
                .assertTokens(201);
        realm.api().login(email, TestRealm.PASSWORD).assertTokens();
        TestServer.root().login(email, TestRealm.PASSWORD).assertTokens();

        assertThat(owner.get(TENANTS + "/" + tokens.tenantId()).assertStatus(200).json())
                .isEqualTo(tenant);
        JsonNode listed = owner.get(TENANTS).assertStatus(200).json();
        assertThat(listed.path("next_cursor").asText("none")).isEmpty();
        assertThat(listed.path("items")).hasSize(1);
        assertThat(listed.at("/items/0/id")).isEqualTo(tenant.path("id"));
        assertThat(listed.at("/items/0/member_count").asInt()).isEqualTo(2);
        assertThat(listed.at("/items/0/mfa_enabled_count").asInt(-1)).isZero();

        JsonNode me = owner.get("/v1/me").assertStatus(200).json();
        assertThat(me.path("email").asText()).isEqualTo(someone.email());
        assertThat(me.path("email_verified_at").isNull()).isFalse();
        assertThat(me.path("id").asText()).isNotEqualTo(someone.id());
        assertThat(realm.api().refresh(tokens.refresh()).assertTokens().tenantId())
                .isEqualTo(tokens.tenantId());
        realm.api()
                .login(someone.email(), someone.password())
                .assertError(401, "auth.invalid_credentials");
        withKey(owner, "user.read").get("/v1/users").assertStatus(200);
    }

    @Test
    void realmOfATenantIsTheTemplate() {
        TestRealm realm = shared.realm();
        JsonNode found = realm.get("");
        assertThat(found.path("id").asText()).isEqualTo(shared.id());
        assertThat(found.path("displayName").asText()).isEqualTo("A tenant");
        assertThat(found.path("browserFlow").asText()).isEqualTo("authrealm browser");
        assertThat(realm.get("/clients?clientId=authrealm-api")).hasSize(1);
        assertThat(realm.get("/clients").toString() + found + realm.settings())
                .doesNotContain("tenant-template");
        JsonNode owners = realm.get("/roles/owner/users");
        assertThat(owners).hasSize(1);
        assertThat(owners.at("/0/email").asText()).isEqualTo(someone.email());
        assertThat(realm.events("REGISTER").list()).hasSize(1);
        JsonNode event =
                home.adminEvents(shared.slug()).list().stream()
                        .filter(it -> it.path("operationType").asText().equals("CREATE"))
                        .findFirst()
                        .orElseThrow();
        assertThat(event.path("resourceType").asText()).isEqualTo("REALM");
        assertThat(event.at("/authDetails/userId").asText()).isEqualTo(someone.id());
    }

    @Test
    void onlyUsersWithAVerifiedAddressMakeTenants() {
        Map<String, Object> body = NewTenants.body(NewTenants.slug());
        TestUser unverified =
                home.user(
                        TestRealm.newEmail(),
                        TestRealm.PASSWORD,
                        u -> u.put("emailVerified", false));
        home.as(unverified).post(TENANTS, body).assertError(403, "verification.email_not_verified");
        TestServer.root().post(TENANTS, body).assertError(401, "unauthorized");
        home.api().post(TENANTS, body).assertError(401, "unauthorized");

        TestUser admin = home.admin("realm-admin");
        Api narrow = withKey(home.as(admin), "user.read", "user.write");
        narrow.post(TENANTS, body).assertError(403, "forbidden");
        // Before the body is read.
        narrow.post(TENANTS, "no JSON").assertError(403, "forbidden");
        assertThat(isThere((String) body.get("slug"))).isFalse();

        NewTenants.Made byKey = tenants.make(withKey(home.as(admin), "tenant.write"));
        assertThat(byKey.owner().get("/v1/me").text("email")).isEqualTo(admin.email());
    }

    @Test
    void operatorMakesATenantForOthers() {
        try (MasterUser creator = MasterUser.create().withRole("create-realm")) {
            for (Admin admin : List.of(TestServer.admin(), creator.admin())) {
                Api operator = home.api().bearer(admin.token());
                String slug = NewTenants.slug();
                JsonNode created =
                        operator.post(TENANTS, NewTenants.body(slug)).assertStatus(201).json();
                tenants.remember(slug);
                assertThat(created.has("access_token")).isFalse();
                assertThat(created.path("roles")).isEmpty();
                assertThat(created.path("tenant_id")).isEqualTo(created.path("id"));
                String token =
                        admin == TestServer.admin() ? admin.token() : creator.admin().token();
                Api here = TestServer.root().with("X-Tenant", slug).bearer(token);
                here.get(TENANTS + "/" + created.path("id").asText()).assertStatus(200);
                assertThat(here.get("/v1/users").assertStatus(200).json().path("items")).isEmpty();
                JsonNode roles =
                        here.get(TENANTS + "/" + created.path("id").asText() + "/roles")
                                .assertStatus(200)
                                .json();
                assertThat(roles.at("/items/0/name").asText()).isEqualTo("owner");
                assertThat(roles.at("/items/0/is_system").asBoolean()).isTrue();
            }
        }
        try (MasterUser viewer = MasterUser.create().withRole(home, "manage-realm")) {
            home.api()
                    .bearer(viewer.admin().token())
                    .post(TENANTS, NewTenants.body(NewTenants.slug()))
                    .assertError(403, "forbidden");
        }
    }

    static Stream<Arguments> badInput() {
        return Stream.of(
                Arguments.of("slug", "a", "too_short"),
                Arguments.of("slug", "a".repeat(65), "too_long"),
                Arguments.of("slug", "Acme", "invalid"),
                Arguments.of("slug", "acme corp", "invalid"),
                Arguments.of("slug", "-acme", "invalid"),
                Arguments.of("slug", "\u0430cme", "invalid"),
                Arguments.of("slug", "../master", "invalid"),
                Arguments.of("slug", "master", "invalid"),
                Arguments.of("slug", "realms", "invalid"),
                Arguments.of("slug", "x-realm", "invalid"),
                Arguments.of("slug", UUID.randomUUID().toString(), "invalid"),
                Arguments.of("name", "", "required"),
                Arguments.of("name", "   ", "required"),
                Arguments.of("name", "x".repeat(201), "too_long"),
                Arguments.of("name", "a\nb", "invalid"),
                Arguments.of("name", "a\u0007b", "invalid"),
                Arguments.of("name", "a\u202eb", "invalid"),
                Arguments.of("name", "a\u2028b", "invalid"),
                Arguments.of("plan", "gold", "not_allowed"),
                Arguments.of("region", "x".repeat(65), "too_long"),
                Arguments.of("region", "a\tb", "invalid"),
                Arguments.of("logo_url", "javascript:alert(1)", "invalid_url"),
                Arguments.of("logo_url", "https://", "invalid_url"),
                Arguments.of("metadata", Map.of("x", "y".repeat(16_400)), "too_long"));
    }

    @ParameterizedTest
    @MethodSource
    void badInput(String member, Object value, String code) {
        String slug = NewTenants.slug();
        user.post(TENANTS, NewTenants.body(slug, member, value)).assertInvalidField(member, code);
        if (!member.equals("slug") && !member.equals("plan")) {
            // In a change, an empty string is a value.
            Answer changed = shared.owner().patch(shared.path(), Map.of(member, value));
            changed.assertInvalidField(member, code);
        }
        assertThat(isThere(slug)).isFalse();
    }

    @Test
    void otherBodiesAreRefused() {
        String slug = NewTenants.slug();
        user.post(TENANTS, Map.of("slug", slug)).assertInvalidField("name", "required");
        user.post(TENANTS, NewTenants.body(slug, "id", "x")).assertError(400, "bad_request");
        user.post(TENANTS, NewTenants.body(slug, "metadata", List.of()))
                .assertError(400, "bad_request");
        user.post(TENANTS, NewTenants.body(slug, "name", 7)).assertError(400, "bad_request");
        user.post(TENANTS, "{\"name\":").assertError(400, "bad_request");
        user.post(TENANTS, NewTenants.body(slug, "logo_url", "data:image/" + "x".repeat(1_100_000)))
                .assertError(400, "bad_request");
        user.post(TENANTS, NewTenants.body(slug, "plan", "pro"))
                .assertError(402, "billing.checkout_required");
        for (Object bad :
                List.of(
                        Map.of("plan", "pro"),
                        Map.of("slug", slug),
                        Map.of("id", slug),
                        Map.of("status", true))) {
            shared.owner().patch(shared.path(), bad).assertError(400, "bad_request");
        }
        shared.owner()
                .patch(shared.path(), Map.of("status", "deleted"))
                .assertInvalidField("status", "not_allowed");
        shared.owner().get(TENANTS + "?cursor=x").assertError(400, "bad_request");
        assertThat(isThere(slug)).isFalse();
    }

    @Test
    void slugIsUniqueAmongAllRealmsInAnyCase() {
        String name = "Upper-" + TestRealm.random();
        TestServer.admin().create("", Map.of("realm", name, "enabled", false));
        String client = NewTenants.slug();
        // Keycloak does not let anybody remove it again.
        TestServer.admin().create("/master/clients", Map.of("clientId", client + "-realm"));
        try {
            for (String slug :
                    List.of(home.name(), shared.slug(), name.toLowerCase(Locale.ROOT), client)) {
                user.post(TENANTS, NewTenants.body(slug)).assertError(409, "tenant.slug_taken");
            }
        } finally {
            TestServer.admin().delete("/" + name);
        }
    }

    @Test
    void slugComesFromTheNameIfThereIsNone() {
        String word = "x" + TestRealm.random();
        List<String> slugs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            JsonNode created =
                    user.post(TENANTS, Map.of("name", "\u00c4 " + word + "!"))
                            .assertStatus(201)
                            .json();
            slugs.add(created.path("slug").asText());
        }
        slugs.forEach(tenants::remember);
        assertThat(slugs).containsExactly("a-" + word, "a-" + word + "-2");
    }

    @Test
    void simultaneousRequestsForOneSlugMakeOneTenant() {
        int atOnce = 6;
        List<Api> users = IntStream.range(0, atOnce).mapToObj(i -> home.as(home.user())).toList();
        String slug = NewTenants.slug();
        List<Answer> answers =
                Parallel.run(
                        atOnce, atOnce, i -> users.get(i).post(TENANTS, NewTenants.body(slug)));
        tenants.remember(slug);
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        answers.stream()
                .filter(answer -> answer.status() != 201)
                .forEach(answer -> answer.assertError(409, "tenant.slug_taken"));
        assertThat(TestRealm.existing(slug, TestServer.admin()).get("/users/count").asInt())
                .isEqualTo(1);
    }

    @Test
    void tenantIsSeenByItsUsersAndChangedByItsAdmins() {
        Api reader = home.as(home.admin("view-realm"));
        Api plain = home.as(home.user());
        String path = TENANTS + "/" + reader.get("/v1/auth/me").text("tenant_id");
        JsonNode found =
                reader.get(path.toUpperCase(Locale.ROOT).replace("/V1/TENANTS", TENANTS))
                        .assertStatus(200)
                        .json();
        assertThat(found.path("slug").asText()).isEqualTo(home.name());
        assertThat(found.path("region").asText()).isEqualTo("us-east-1");
        assertThat(found.path("created_at").isNull()).isTrue();
        for (Api api : List.of(reader, plain, withKey(home.as(home.admin("realm-admin"))))) {
            JsonNode items = api.get(TENANTS).assertStatus(200).json().path("items");
            assertThat(items).hasSize(1);
            assertThat(items.at("/0/slug").asText()).isEqualTo(home.name());
        }
        plain.get(path).assertError(403, DENIED);
        reader.patch(path, Map.of("name", "x")).assertError(403, DENIED);
        reader.delete(path).assertError(403, DENIED);
        withKey(home.as(home.admin("realm-admin")), "tenant.read")
                .patch(path, Map.of("name", "x"))
                .assertError(403, DENIED);
        for (Answer other :
                List.of(
                        shared.owner().get(path),
                        shared.owner().patch(path, Map.of()),
                        shared.owner().delete(path))) {
            other.assertError(403, "forbidden");
        }
        shared.owner().get(TENANTS + "/none").assertError(400, "bad_request");
        // A realm that the API has not made.
        home.as(home.admin("realm-admin")).delete(path).assertError(409, "conflict");
        user.get(TENANTS + "/" + shared.id() + "/nothing").assertError(404, "not_found");
        user.post(TENANTS + "/" + shared.id(), Map.of()).assertError(404, "not_found");
    }

    @Test
    void changeReplacesWhatIsSentAndShowsInTheConsole() {
        NewTenants.Made made =
                tenants.make(user, "metadata", Map.of("a", 1), "logo_url", "https://a.example/l");
        Api owner = made.owner();
        assertThat(owner.patch(made.path(), Map.of()).assertStatus(200).json())
                .isEqualTo(made.json().path("tenant"));
        JsonNode changed =
                owner.patch(
                                made.path(),
                                Map.of(
                                        "name",
                                        "New name",
                                        "region",
                                        "mars-1",
                                        "logo_url",
                                        "",
                                        "metadata",
                                        Map.of("b", List.of(true))))
                        .assertStatus(200)
                        .json();
        assertThat(owner.get(made.path()).json()).isEqualTo(changed);
        assertThat(changed.path("name").asText()).isEqualTo("New name");
        assertThat(changed.path("region").asText()).isEqualTo("mars-1");
        assertThat(changed.path("logo_url").asText("none")).isEmpty();
        assertThat(changed.path("metadata").toString()).isEqualTo("{\"b\":[true]}");
        assertThat(changed.path("created_at")).isEqualTo(made.json().path("created_at"));
        assertThat(made.realm().get("").path("displayName").asText()).isEqualTo("New name");

        made.realm().updateRealm(realm -> realm.put("displayName", "By the console"));
        assertThat(owner.get(made.path()).text("name")).isEqualTo("By the console");
        JsonNode event = made.realm().adminEvents("tenants*").list().get(0);
        assertThat(event.path("resourceType").asText()).isEqualTo("AUTHREALM_TENANT");
        assertThat(event.path("operationType").asText()).isEqualTo("UPDATE");

        List<Answer> answers =
                Parallel.run(
                        10, 5, i -> owner.patch(made.path(), Map.of("metadata", Map.of("i", i))));
        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(owner.get(made.path()).json().at("/metadata/i").isInt()).isTrue();
    }

    @Test
    void suspendedTenantAnswersOnlyToItsAdmins() {
        NewTenants.Made made = tenants.make(user);
        Api owner = made.owner();
        TestRealm realm = made.realm();
        TestUser member = realm.user();
        Tokens tokens = login(made, member).assertTokens();
        Api key = withKey(owner, "tenant.read", "tenant.write", "user.read");

        JsonNode suspended =
                owner.patch(made.path(), Map.of("status", "suspended")).assertStatus(200).json();
        assertThat(suspended.path("status").asText()).isEqualTo("suspended");
        assertThat(realm.settings().at("/config/suspended/0").asText()).isEqualTo("true");
        login(made, member).assertError(404, "not_found");
        realm.api().signUp(TestRealm.newEmail(), TestRealm.PASSWORD).assertError(404, "not_found");
        realm.api().refresh(tokens.refresh()).assertError(404, "not_found");
        realm.api().bearer(tokens).get("/v1/me").assertError(404, "not_found");
        TestServer.root().bearer(tokens).get("/v1/me").assertError(401, "unauthorized");
        for (Api root :
                List.of(TestServer.root(), TestServer.root().with("X-Tenant", made.slug()))) {
            root.login(member.email(), member.password())
                    .assertError(401, "auth.invalid_credentials");
        }
        // Admins, and scripts, go on.
        owner.get("/v1/users").assertStatus(200);
        assertThat(owner.get(made.path()).assertStatus(200).text("status")).isEqualTo("suspended");
        key.get("/v1/users").assertStatus(200);

        assertThat(
                        key.patch(made.path(), Map.of("status", "active"))
                                .assertStatus(200)
                                .text("status"))
                .isEqualTo("active");
        login(made, member).assertTokens();
        TestServer.root().bearer(tokens).get("/v1/me").assertStatus(200);

        // The console's switch is the same one.
        realm.updateSettings(Map.of("suspended", List.of("true")));
        login(made, member).assertError(404, "not_found");
        assertThat(owner.get(made.path()).text("status")).isEqualTo("suspended");
    }

    @Test
    void deletedTenantIsClosedAndItsSlugStaysReserved() {
        NewTenants.Made made = tenants.make(user);
        Api key = withKey(made.owner(), "user.read");
        TestUser member = made.realm().user();
        Tokens tokens = login(made, member).assertTokens();
        made.owner().delete(made.path()).assertStatus(204);

        made.owner().get(made.path()).assertError(401, "unauthorized");
        made.owner().delete(made.path()).assertError(401, "unauthorized");
        made.realm().api().bearer(made.tokens()).delete(made.path()).assertError(404, "not_found");
        login(made, member).assertError(404, "not_found");
        TestServer.root().bearer(tokens).get("/v1/me").assertError(401, "unauthorized");
        key.get("/v1/users").assertError(401, "apikey.invalid");
        assertThat(made.realm().get("").path("enabled").asBoolean(true)).isFalse();
        assertThat(made.realm().get("/users/count").asInt()).isEqualTo(2);
        user.post(TENANTS, NewTenants.body(made.slug())).assertError(409, "tenant.slug_taken");
        assertThat(
                        made.realm().adminEvents("tenants*").list().stream()
                                .map(event -> event.path("operationType").asText()))
                .containsExactly("DELETE");
    }

    private static String roles(NewTenants.Made made, String userId) {
        String owner = made.realm().get("/roles/owner").path("id").asText();
        return "/v1/users/" + userId + "/tenants/" + made.id() + "/roles/" + owner;
    }

    @Test
    void lastOwnerStays() {
        NewTenants.Made made = tenants.make(user);
        Api owner = made.owner();
        String first = made.tokens().userId();
        Consumer<String> cannotGo =
                id -> {
                    owner.delete(roles(made, id)).assertError(409, "conflict");
                    owner.delete("/v1/users/" + id).assertError(409, "conflict");
                    owner.patch("/v1/users/" + id, Map.of("status", "suspended"))
                            .assertError(409, "conflict");
                };
        cannotGo.accept(first);
        TestUser second = made.realm().user();
        owner.post(roles(made, second.id())).assertStatus(204);
        owner.patch("/v1/users/" + second.id(), Map.of("status", "suspended")).assertStatus(200);
        // A suspended owner is none.
        cannotGo.accept(first);
        owner.patch("/v1/users/" + second.id(), Map.of("status", "active")).assertStatus(200);

        List<Answer> answers =
                Parallel.run(2, 2, i -> owner.delete(roles(made, i == 0 ? first : second.id())));
        // The first to go may have been who asks for the other.
        assertThat(answers.stream().map(Answer::status).sorted().toList())
                .isIn(List.of(204, 409), List.of(204, 403));
        assertThat(made.realm().get("/roles/owner/users")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manage-users", "view-realm"})
    void onlyAnOwnerMakesOwners(String role) {
        TestUser admin = shared.realm().user();
        shared.realm().giveAdminRoles(admin, role);
        Api api = TestServer.root().bearer(login(shared, admin).assertTokens());
        api.post(roles(shared, admin.id())).assertError(403, DENIED);
        api.delete(roles(shared, shared.tokens().userId())).assertError(403, DENIED);
    }
}
