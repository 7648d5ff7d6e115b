package io.authrealm.suite;

import static io.authrealm.suite.Authiqa.data;
import static io.authrealm.suite.Authiqa.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Organizations and the children of a parent in the Authiqa dialect. */
class AuthiqaOrganizationIT {

    private static final String KEY = Authiqa.newKey();
    private static final String PLAIN_KEY = Authiqa.newKey();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(r -> r.put("organizationsEnabled", true))
                    .with(AuthiqaOrganizationIT::hasFurtherSites)
                    .withUserNames()
                    .setting("parent_keys", KEY);

    /** It stands for no organization. */
    @RegisterExtension
    static final TestRealm plain =
            TestRealm.fresh()
                    .with(r -> r.put("organizationsEnabled", true))
                    .withUserNames()
                    .setting("parent_keys", PLAIN_KEY);

    private static TestUser owner;
    private static String ownerToken;

    @BeforeAll
    static void makeOrganizations() {
        owner = Authiqa.makeOwner(realm);
        String own = organization(realm, "own", true);
        organization(realm, "other", true);
        organization(realm, "allowed", true);
        organization(realm, "closed", false);
        organization(plain, "any", true);
        realm.updateSettings(
                Map.of(
                        "parent_organization", List.of(own),
                        "parent_allowed_organizations", List.of("allowed", "closed")));
        ownerToken = client().without().token(owner);
    }

    /** One by HTTPS, and one that is not. */
    private static void hasFurtherSites(ObjectNode representation) {
        for (JsonNode client : representation.withArray("clients")) {
            if (client.path("clientId").asText().equals(TestRealm.CLIENT)) {
                ((ObjectNode) client)
                        .withArray("webOrigins")
                        .add("https://renamed.example.test")
                        .add("http://plain.example.test");
            }
        }
    }

    private static Authiqa client() {
        return Authiqa.of(realm, KEY);
    }

    private static Authiqa asOwner() {
        return client().without().bearer(ownerToken);
    }

    private static String organization(TestRealm in, String alias, boolean isEnabled) {
        return in.admin()
                .create(
                        in.path("/organizations"),
                        Map.of(
                                "name",
                                "Name of " + alias,
                                "alias",
                                alias,
                                "enabled",
                                isEnabled,
                                "redirectUrl",
                                "https://" + alias + ".example.test",
                                "domains",
                                List.of(Map.of("name", alias + ".example.test"))));
    }

    private static TestUser member(TestRealm in, String alias) {
        return join(in, in.user(), alias);
    }

    private static TestUser join(TestRealm in, TestUser user, String alias) {
        for (JsonNode each : in.admin().get(in.path("/organizations"))) {
            if (each.path("alias").asText().equals(alias)) {
                String id = each.path("id").asText();
                Answer added =
                        in.admin()
                                .send(
                                        "POST",
                                        in.path("/organizations/" + id + "/members"),
                                        user.id());
                assertThat(added.status()).as("%s", added).isEqualTo(201);
            }
        }
        return user;
    }

    @PrivateApi
    @Test
    void memberComesInByTheKeyOfATenantThatStandsForTheOrganization() {
        JsonNode user = data(client().signIn(member(realm, "own"))).path("user");
        assertThat(user.path("accountType").asText()).isEqualTo("child");
        data(client().signIn(member(realm, "allowed")));
        // A parent needs no key, and may have one as a member.
        JsonNode parent = data(client().signIn(join(realm, owner, "own"))).path("user");
        assertThat(parent.path("accountType").asText()).isEqualTo("parent");
        data(client().without().signIn(owner));
        Map<String, String> refusals =
                Map.of(
                        "other",
                        "401 ORGANIZATION_MISMATCH",
                        "closed",
                        "403 ORGANIZATION_NOT_AUTHORIZED");
        refusals.forEach(
                (alias, refusal) -> {
                    TestUser member = member(realm, alias);
                    String[] parts = refusal.split(" ");
                    refused(client().signIn(member), Integer.parseInt(parts[0]), parts[1]);
                    refused(client().signIn(member.email(), "wrong"), 401, "INVALID_CREDENTIALS");
                    assertThat(realm.sessionIds(member)).isEmpty();
                });
        refused(
                Authiqa.of(plain, PLAIN_KEY).signIn(member(plain, "any")),
                400,
                "PARENT_NO_ORGANIZATION");
        data(Authiqa.of(plain, PLAIN_KEY).signIn(plain.user()));
    }

    @Test
    void detailsOfAnOrganizationHoldNoSecret() {
        TestUser child = realm.user();
        List<Answer> answers =
                List.of(
                        realm.api()
                                .with("X-Public-Key", KEY)
                                .get(Authiqa.PATH + "organization-details"),
                        realm.api()
                                .with("x-public-key", KEY)
                                .get(Authiqa.PATH + "organization-details"),
                        client().bearer(client().token(child)).get("organization-details"),
                        asOwner().get("organization-details"));
        for (Answer answer : answers) {
            JsonNode data = data(answer);
            assertThat(data.path("message").asText()).isNotBlank();
            assertThat(data.path("organizationName").asText()).isNotBlank();
            assertThat(data.path("organizationUrl").asText()).startsWith("https://");
            assertThat(data.path("authUrls").size()).isEqualTo(7);
            assertThat(data.path("domainRestrictionEnabled").asBoolean()).isTrue();
            assertThat(data.path("emailVerificationRequired").isBoolean()).isTrue();
            assertThat(data.path("googleSsoConfig").isObject()).isTrue();
            assertThat(data.at("/credentials/publicKey").asText()).isEqualTo(KEY);
            assertThat(data.path("credentials").size()).isEqualTo(1);
        }
        JsonNode ofPlain =
                data(
                        plain.api()
                                .with("X-Public-Key", PLAIN_KEY)
                                .get(Authiqa.PATH + "organization-details"));
        assertThat(ofPlain.path("organizationName").asText()).isEqualTo("Tenant template");
        assertThat(ofPlain.path("organizationUrl").asText()).isEqualTo("http://localhost:3000");
    }

    @Test
    void detailsNeedAKeyOrAToken() {
        refused(
                realm.api().get(Authiqa.PATH + "organization-details"),
                400,
                "MISSING_PARENT_PUBLIC_KEY");
        refused(
                realm.api()
                        .with("X-Public-Key", "no-key")
                        .get(Authiqa.PATH + "organization-details"),
                400,
                "INVALID_PARENT_PUBLIC_KEY_FORMAT");
        for (String key : List.of(Authiqa.newKey(), PLAIN_KEY)) {
            refused(
                    realm.api()
                            .with("X-Public-Key", key)
                            .get(Authiqa.PATH + "organization-details"),
                    404,
                    "USER_NOT_FOUND");
        }
        // A token wins, even a bad one.
        refused(
                realm.api()
                        .with("X-Public-Key", KEY)
                        .bearer("x")
                        .get(Authiqa.PATH + "organization-details"),
                401,
                "UNAUTHORIZED");
    }

    @Test
    void ownerChangesTheOrganization() {
        JsonNode before = data(client().without().signIn(owner)).path("user");
        int updates = before.path("organizationUpdateCount").asInt();
        String name = "Renamed " + TestRealm.random();
        JsonNode renamed =
                data(asOwner().post("update-organization", Map.of("organizationName", name)));
        assertThat(renamed.path("message").asText()).isNotBlank();
        assertThat(renamed.at("/data/organizationName").asText()).isEqualTo(name);
        data(
                asOwner()
                        .post(
                                "update-organization",
                                Map.of("organizationUrl", "https://renamed.example.test")));
        String page = "https://renamed.example.test/sign-in";
        data(asOwner().post("update-organization", Map.of("authUrls", Map.of("signin", page))));
        JsonNode details = data(asOwner().get("organization-details"));
        assertThat(details.path("organizationName").asText()).isEqualTo(name);
        assertThat(details.path("organizationUrl").asText())
                .isEqualTo("https://renamed.example.test");
        assertThat(details.at("/authUrls/signin").asText()).isEqualTo(page);
        assertThat(details.at("/authUrls/signup").isNull()).isTrue();
        assertThat(
                        data(client().without().signIn(owner))
                                .at("/user/organizationUpdateCount")
                                .asInt())
                .isEqualTo(updates + 3);
        // The admin console shows the same.
        List<String> names = new ArrayList<>();
        realm.admin()
                .get(realm.path("/organizations"))
                .forEach(each -> names.add(each.path("name").asText()));
        assertThat(names).contains(name);
    }

    @Test
    void ownerOfATenantWithoutAnOrganizationHasNothingToChange() {
        TestUser parent = Authiqa.makeOwner(plain);
        Authiqa client = Authiqa.of(plain, PLAIN_KEY).without();
        refused(
                client.bearer(client.token(parent))
                        .post("update-organization", Map.of("organizationName", "x")),
                400,
                "PARENT_NO_ORGANIZATION");
    }

    /** It holds for every way in, so to switch it off needs an admin's leave. */
    @Test
    void ownerDemandsVerifiedAddressesAndStopsOnlyIfTheRealmPermits() {
        Map<String, Boolean> on = Map.of("emailVerificationRequired", true);
        Map<String, Boolean> off = Map.of("emailVerificationRequired", false);
        data(asOwner().post("update-organization", off));
        data(asOwner().post("update-organization", on));
        try {
            assertThat(realm.get("").path("verifyEmail").asBoolean()).isTrue();
            assertThat(
                            data(asOwner().get("organization-details"))
                                    .path("emailVerificationRequired")
                                    .asBoolean())
                    .isTrue();
            refused(asOwner().post("update-organization", off), 401, "UNAUTHORIZED_ACCESS");
            assertThat(realm.get("").path("verifyEmail").asBoolean()).isTrue();
        } finally {
            realm.updateSettings(Map.of("parent_verification_optional", List.of("true")));
            data(asOwner().post("update-organization", off));
        }
        assertThat(realm.get("").path("verifyEmail").asBoolean()).isFalse();
        realm.events("UPDATE_PROFILE", owner)
                .assertThat()
                .withDetail("updated_email_verification_required", "true")
                .hasSize(1);
        realm.updateSettings(Map.of("parent_verification_optional", List.of()));
    }

    @Test
    void badChangesAreRefused() {
        Map<Map<String, Object>, String> refusals =
                Map.of(
                        Map.of(), "MISSING_REQUIRED_FIELDS",
                        Map.of("organizationName", ""), "INVALID_ORGANIZATION_NAME",
                        Map.of("organizationName", "x".repeat(300)), "INVALID_ORGANIZATION_NAME",
                        Map.of("organizationUrl", "javascript:alert(1)"),
                                "INVALID_ORGANIZATION_URL",
                        Map.of("authUrls", Map.of()), "MISSING_REQUIRED_URLS",
                        Map.of("authUrls", Map.of("signin", "//evil")), "INVALID_AUTH_URLS",
                        Map.of("authUrls", Map.of("unknown", "https://a.test")),
                                "INVALID_AUTH_URLS",
                        Map.of("domainRestrictionEnabled", false), "INVALID_INPUT",
                        Map.of("emailVerificationRequired", "yes"), "INVALID_REQUEST_BODY");
        refusals.forEach(
                (body, code) -> refused(asOwner().post("update-organization", body), 400, code));
        refused(
                asOwner().post("update-organization", Map.of("organizationName", "Name of other")),
                409,
                "ORGANIZATION_NAME_TAKEN");
        TestUser child = realm.user();
        refused(
                client().bearer(client().token(child))
                        .post("update-organization", Map.of("organizationName", "mine")),
                401,
                "UNAUTHORIZED_ACCESS");
    }

    @Test
    void parentSeesItsChildrenInPages() {
        String part = "kid" + TestRealm.random();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String name = part + "_" + i;
            data(client().signUp(name, TestRealm.newEmail(), TestRealm.PASSWORD));
            names.add(0, name);
        }
        List<String> seen = new ArrayList<>();
        String next = null;
        do {
            JsonNode data =
                    data(asOwner()
                                    .get(
                                            "child-accounts?limit=2&search="
                                                    + part.toUpperCase(Locale.ROOT)
                                                    + (next == null ? "" : "&lastKey=" + next)))
                            .path("data");
            data.path("accounts").forEach(child -> seen.add(child.path("username").asText()));
            assertThat(data.path("accounts").size()).isLessThanOrEqualTo(2);
            assertThat(data.at("/stats/total").asInt()).isGreaterThanOrEqualTo(5);
            assertThat(data.at("/stats/active").asInt()).isGreaterThanOrEqualTo(5);
            assertThat(data.at("/pagination/limit").asInt()).isEqualTo(2);
            next =
                    data.at("/pagination/hasMore").asBoolean()
                            ? data.at("/pagination/nextPageToken").asText()
                            : null;
        } while (next != null);
        assertThat(seen).isEqualTo(names);

        JsonNode child =
                data(asOwner().get("child-accounts?search=" + names.get(0))).at("/data/accounts/0");
        Instant registered = Instant.parse(child.path("registered").asText());
        assertThat(registered)
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(5));
        assertThat(Instant.parse(child.path("lastSeen").asText()))
                .isAfter(registered.minusSeconds(5));
        assertThat(child.path("email").asText()).contains("@");
        assertThat(child.size()).isEqualTo(4);
        assertThat(data(asOwner().get("child-accounts?limit=100")).toString())
                .doesNotContain(owner.email());
    }

    @Test
    void datesLimitTheList() {
        String name = Authiqa.newName();
        data(client().signUp(name, TestRealm.newEmail(), TestRealm.PASSWORD));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        long now = Instant.now().toEpochMilli();
        for (String within :
                List.of(
                        "startDate=" + today.minusDays(1) + "&endDate=" + today.plusDays(1),
                        "startDate=" + (now - 3_600_000) + "&endDate=" + (now + 3_600_000),
                        "startDate=" + Instant.ofEpochMilli(now - 3_600_000))) {
            assertThat(found(name, within)).as(within).isEqualTo(1);
        }
        for (String outside :
                List.of(
                        "startDate=" + today.plusDays(1),
                        "endDate=" + today.minusDays(2),
                        "endDate=" + (now - 3_600_000))) {
            assertThat(found(name, outside)).as(outside).isZero();
        }
    }

    private static int found(String name, String period) {
        return data(asOwner().get("child-accounts?search=" + name + "&" + period))
                .at("/data/accounts")
                .size();
    }

    @Test
    void badQueriesAreRefused() {
        Map<String, String> refusals =
                Map.of(
                        "limit=0",
                        "INVALID_LIMIT",
                        "limit=101",
                        "INVALID_LIMIT",
                        "limit=x",
                        "INVALID_LIMIT",
                        "limit=99999999999",
                        "INVALID_LIMIT",
                        "startDate=yesterday",
                        "INVALID_DATE_FORMAT",
                        "endDate=2026-02-30",
                        "INVALID_DATE_FORMAT",
                        "lastKey=x",
                        "INVALID_PAGINATION_TOKEN",
                        "lastKey=" + "A".repeat(4000),
                        "INVALID_PAGINATION_TOKEN",
                        "search=" + "a".repeat(300),
                        "INVALID_INPUT");
        refusals.forEach(
                (query, code) -> refused(asOwner().get("child-accounts?" + query), 400, code));
        data(asOwner().get("child-accounts?search=%25&limit=1"));
        assertThat(
                        data(asOwner().get("child-accounts?search=" + "%25%25"))
                                .at("/data/accounts")
                                .size())
                .isZero();
        TestUser child = realm.user();
        refused(
                client().bearer(client().token(child)).get("child-accounts"),
                401,
                "UNAUTHORIZED_ACCESS");
    }

    /** Links for new passwords lead to these pages. */
    @Test
    void ownerChoosesAmongTheSitesOfTheTenantOnly() {
        for (String foreign :
                List.of(
                        "https://evil.test",
                        "https://renamed.example.test.evil.test",
                        "http://renamed.example.test",
                        "http://plain.example.test",
                        "https://own.example.test",
                        "https://renamed.example.test/out?to=https://evil.test",
                        "https://renamed.example.test/app/../out",
                        "https://renamed.example.test/app/%2E%2e/out")) {
            refused(
                    asOwner().post("update-organization", Map.of("organizationUrl", foreign)),
                    400,
                    "INVALID_ORGANIZATION_URL");
            for (String page : List.of("update", "verify", "signin")) {
                refused(
                        asOwner()
                                .post(
                                        "update-organization",
                                        Map.of("authUrls", Map.of(page, foreign))),
                        400,
                        "INVALID_AUTH_URLS");
            }
        }
        data(
                asOwner()
                        .post(
                                "update-organization",
                                Map.of(
                                        "authUrls",
                                        Map.of("reset", "http://localhost:3000/reset"))));
    }

    @Test
    void policyThatForbidsTheAddressAsPasswordRefusesIt() {
        String policy = plain.get("").path("passwordPolicy").asText();
        plain.updateRealm(r -> r.put("passwordPolicy", policy + " and notEmail(undefined)"));
        String email = TestRealm.newEmail();
        Authiqa client = Authiqa.of(plain, PLAIN_KEY);
        refused(client.signUp(Authiqa.newName(), email, email), 400, "INVALID_PASSWORD_FORMAT");
        data(client.signUp(Authiqa.newName(), email, TestRealm.PASSWORD));
        plain.updateRealm(r -> r.put("passwordPolicy", policy));
    }
}
