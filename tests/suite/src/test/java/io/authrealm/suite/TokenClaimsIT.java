package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What access tokens say about the sign-in: {@code acr}, {@code amr} and {@code auth_time}. */
@PrivateApi
class TokenClaimsIT {

    private static final String FLOW = "authrealm sign-in";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(mailbox::serve).with(SecondFactorConditionsIT::addLevels);

    private static JsonNode claims(Tokens tokens) {
        return Jwt.payload(tokens.access());
    }

    private static List<String> methods(Tokens tokens) {
        return TestRealm.list(claims(tokens).path("amr")).stream().map(JsonNode::asText).toList();
    }

    private static Tokens withCode(Answer asked, String code) {
        return realm.api().mfa(asked.text("mfa_token"), code).assertTokens();
    }

    @Test
    void methodsOfTheSignInAreInTheToken() {
        TestUser user = realm.user();
        assertThat(methods(realm.signIn(user))).containsExactly("pwd");
        assertThat(methods(byLink(user).assertTokens())).isEmpty();
        Tokens signedUp =
                realm.api().signUp(TestRealm.newEmail(), TestRealm.PASSWORD).assertTokens(201);
        assertThat(methods(signedUp)).containsExactly("pwd");

        String secret = Totp.newSecret();
        TestUser careful = realm.userWithTotp(secret);
        Answer asked = realm.api().login(careful.email(), careful.password());
        Tokens tokens = withCode(asked, Totp.codeNow(secret));
        assertThat(methods(tokens)).containsExactly("pwd", "otp", "mfa");
        Tokens refreshed = realm.api().refresh(tokens.refresh()).assertTokens();
        assertThat(methods(refreshed)).containsExactly("pwd", "otp", "mfa");
        assertThat(methods(withCode(byLink(careful), Totp.codeAfter(secret))))
                .containsExactly("otp", "mfa");
    }

    private static Answer byLink(TestUser user) {
        return realm.api().consumeMagicLink(mailbox.magicLink(realm, user));
    }

    @Test
    void refreshKeepsTheTimeOfTheSignIn() throws InterruptedException {
        Tokens tokens = realm.signIn(realm.user());
        long signedInAt = claims(tokens).path("auth_time").asLong();
        assertThat(signedInAt).isPositive();
        // The next second.
        Thread.sleep(1100);
        Tokens refreshed = realm.api().refresh(tokens.refresh()).assertTokens();
        assertThat(claims(refreshed).path("auth_time").asLong()).isEqualTo(signedInAt);
        assertThat(claims(refreshed).path("iat").asLong()).isGreaterThan(signedInAt);
    }

    @Test
    void levelOfTheFlowIsInTheToken() {
        String secret = Totp.newSecret();
        TestUser user = realm.userWithTotp(secret);
        realm.bindFlow("levels");
        realm.updateClient(TestRealm.CLIENT, client -> demand(client, "gold"));
        try {
            Tokens tokens =
                    withCode(
                            realm.api().login(user.email(), user.password()), Totp.codeNow(secret));
            assertThat(claims(tokens).path("acr").asText()).isEqualTo("gold");
            Tokens refreshed = realm.api().refresh(tokens.refresh()).assertTokens();
            assertThat(claims(refreshed).path("acr").asText()).isEqualTo("gold");
            realm.updateClient(TestRealm.CLIENT, client -> demand(client, ""));
            assertThat(claims(realm.signIn(user)).path("acr").asText()).isEqualTo("1");
        } finally {
            realm.updateClient(TestRealm.CLIENT, client -> demand(client, ""));
            realm.bindFlow(FLOW);
        }
    }

    private static void demand(ObjectNode client, String level) {
        client.withObject("/attributes")
                .put("acr.loa.map", "{\"gold\":2}")
                .put("minimum.acr.value", level);
    }

    @Test
    void keycloaksOwnMapperForMethodsWins() {
        JsonNode client = realm.get("/clients?clientId=" + TestRealm.CLIENT).get(0);
        String mappers = "/clients/" + client.path("id").asText() + "/protocol-mappers/models";
        String mapper =
                realm.admin()
                        .create(
                                realm.path(mappers),
                                Map.of(
                                        "name", "amr",
                                        "protocol", "openid-connect",
                                        "protocolMapper", "oidc-amr-mapper",
                                        "config", Map.of("access.token.claim", "true")));
        try {
            // It has references only of steps that an admin has given one.
            assertThat(methods(realm.signIn(realm.user()))).isEmpty();
        } finally {
            realm.admin().delete(realm.path(mappers + "/" + mapper));
        }
    }
}
