package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users who go on in another tenant. Globex takes those of acme, and nobody takes others. */
class TenantSwitchIT {

    private static final String PATH = "/v1/auth/switch-tenant";
    private static final String SETTING = "switch_tenant_from";
    private static final String ACMES_ID = UUID.randomUUID().toString();

    @RegisterExtension
    static final TestRealm acme = TestRealm.fresh().with(realm -> realm.put("id", ACMES_ID));

    @RegisterExtension
    static final TestRealm globex =
            TestRealm.fresh().setting(SETTING, ACMES_ID.toUpperCase(Locale.ROOT));

    private static String globexId;

    @BeforeAll
    static void awaitRoot() {
        globexId = globex.get("").path("id").asText();
        acme.awaitAtRoot();
        globex.awaitAtRoot();
    }

    /** A user of acme, and one of globex with the same address. */
    private record Both(TestUser here, TestUser there, Tokens tokens) {

        static Both of(Consumer<ObjectNode> here, Consumer<ObjectNode> there) {
            TestUser user = acme.user(here);
            TestUser other = globex.user(user.email(), "another-long-password", there);
            return new Both(user, other, acme.signIn(user));
        }

        static Both verified() {
            return of(user -> {}, user -> {});
        }

        Answer switchTo(String tenantId) {
            return TestServer.root().bearer(tokens).post(PATH, Map.of("tenant_id", tenantId));
        }
    }

    @Test
    void userGoesOnInTheOtherTenant() {
        Both person = Both.verified();
        Answer answer = person.switchTo(globexId.toUpperCase(Locale.ROOT));
        Tokens tokens = answer.assertTokens();
        assertThat(answer.text("tenant_id")).isEqualTo(globexId);
        assertThat(tokens.userId()).isEqualTo(person.there().id());
        JsonNode claims = Jwt.payload(tokens.access());
        assertThat(claims.path("iss").asText()).isEqualTo(globex.url());
        assertThat(claims.path("amr").toString()).doesNotContain("pwd", "mfa");
        TestServer.root().bearer(tokens).get("/v1/auth/me").assertStatus(200);
        TestServer.root().refresh(tokens.refresh()).assertTokens();

        TestServer.root().bearer(person.tokens()).get("/v1/auth/me").assertStatus(200);
        assertThat(acme.sessionIds(person.here())).hasSize(1);
        assertThat(globex.sessionIds(person.there())).containsExactly(tokens.sessionId());
        assertThat(globex.awaitEvents("LOGIN", person.there()).list().toString())
                .contains("tenant_switch");
        assertThat(acme.awaitEvents("TOKEN_EXCHANGE", person.here()).list().toString())
                .contains(globexId);
    }

    @Test
    void otherTenantAsksForItsSecondFactor() {
        String secret = Totp.newSecret();
        Both person = Both.of(user -> {}, user -> SecondFactors.addTotp(user, secret));
        String challenge = person.switchTo(globexId).assertChallenge();
        assertThat(globex.sessionIds(person.there())).isEmpty();
        Tokens tokens = TestServer.root().mfa(challenge, Totp.codeNow(secret)).assertTokens();
        assertThat(tokens.userId()).isEqualTo(person.there().id());
    }

    /** Nobody learns by it which tenants there are, whom they trust and who is in them. */
    @Test
    void everyRefusalIsTheSame() {
        Both person = Both.verified();
        Tokens ofGlobex = globex.signIn(person.there());
        TestUser alone = acme.user();
        Both unverifiedHere = Both.of(user -> user.put("emailVerified", false), user -> {});
        Both unverifiedThere = Both.of(user -> {}, user -> user.put("emailVerified", false));
        Both disabled = Both.of(user -> {}, user -> user.put("enabled", false));
        Both deleted = Both.verified();
        globex.asOperator().delete("/v1/users/" + deleted.there().id()).assertStatus(204);

        List<Answer> answers = new ArrayList<>();
        answers.add(person.switchTo(UUID.randomUUID().toString()));
        answers.add(person.switchTo(ACMES_ID));
        answers.add(TestServer.root().bearer(ofGlobex).post(PATH, Map.of("tenant_id", ACMES_ID)));
        answers.add(acme.api().bearer(person.tokens()).post(PATH, Map.of("tenant_id", globexId)));
        answers.add(
                TestServer.root()
                        .bearer(acme.signIn(alone))
                        .post(PATH, Map.of("tenant_id", globexId)));
        for (Both refused : List.of(unverifiedHere, unverifiedThere, disabled, deleted)) {
            answers.add(refused.switchTo(globexId));
        }
        for (Answer answer : answers) {
            answer.assertError(403, "auth.not_tenant_member");
            assertThat(answer.errorWithoutRequestId())
                    .isEqualTo(answers.get(0).errorWithoutRequestId());
        }
        assertThat(globex.sessionIds(person.there())).containsExactly(ofGlobex.sessionId());
        assertThat(globex.sessionIds(unverifiedThere.there())).isEmpty();
    }

    @Test
    void badInputIsNamed() {
        Both person = Both.verified();
        person.switchTo("globex").assertInvalidField("tenant_id", "invalid_uuid");
        Api api = TestServer.root().bearer(person.tokens());
        api.post(PATH, Map.of()).assertInvalidField("tenant_id", "required");
        api.post(PATH, Map.of("tenant_id", 7)).assertStatus(400);
        TestServer.root()
                .post(PATH, Map.of("tenant_id", globexId))
                .assertError(401, "unauthorized");
    }

    /** An admin of acme could mark any address there as verified. */
    @Test
    void onlyTheOperatorSaysWhomATenantTrusts() {
        Admin ofAcme = acme.ownAdmin("manage-realm");
        Answer refused = acme.updateSettings(ofAcme, Map.of(SETTING, List.of(globexId)));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains(SETTING);
        Admin ofGlobex = globex.ownAdmin("manage-realm");
        globex.updateSettings(ofGlobex, Map.of("link_lifetime_seconds", List.of("1800")))
                .assertStatus(204);
        Both.verified().switchTo(globexId).assertTokens();
    }
}
