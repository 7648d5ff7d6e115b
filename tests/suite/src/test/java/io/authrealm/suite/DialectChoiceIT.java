package io.authrealm.suite;

import static io.authrealm.suite.Jitsudo.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A realm chooses which dialect its {@code /v1} speaks, and every other has a path of its own. */
class DialectChoiceIT {

    private static final String HOST = "login-" + TestRealm.random() + ".test";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().setting("host_names", HOST);

    private static Api atHost() {
        return TestServer.root().with("Host", HOST + ":" + URI.create(TestServer.url()).getPort());
    }

    private static void choose(String dialect) {
        realm.updateSettings(Map.of("dialect", List.of(dialect)));
    }

    @Test
    void pathsBelowTheVersionAreTheChosenDialect() {
        realm.awaitAtRoot();
        TestUser user = realm.user();
        realm.signIn(user);
        atHost().login(user.email(), user.password()).assertTokens();

        choose("jitsudo");
        Jitsudo chosen = new Jitsudo(realm.api(), Jitsudo.of(realm).tenantId());
        String token = chosen.token(user);
        chosen.with(token).get("/users/me/profile").assertStatus(200);
        assertError(chosen.login(user.email(), "wrong-horse"), 401, "invalid_credentials");
        assertError(chosen.get("/auth/sessions"), 404, "not_found");
        Jitsudo.loggedIn(Jitsudo.of(realm).login(user));
        Await.until(
                "the root speaks the dialect of the host",
                Duration.ofSeconds(15),
                () -> atHost().speaking(null).get("/v1/nothing").text("code") != null);
        Jitsudo.loggedIn(new Jitsudo(atHost(), chosen.tenantId()).login(user));

        choose("credebl");
        new Credebl(realm.api(), "/v1", null).signedIn(user);
        Credebl.of(realm).plain().signedIn(user);

        choose("authiqa");
        Authiqa.refused(
                realm.api()
                        .speaking(OpenApi.Dialect.AUTHIQA)
                        .post(
                                "/v1/auth/signin",
                                Map.of("email", user.email(), "password", "wrong-horse-battery")),
                401,
                "INVALID_CREDENTIALS");

        choose("qeet");
        realm.api().bearer(token).get("/v1/me").assertStatus(200);
        realm.signIn(user);
    }

    @Test
    void onlyADialectCanBeChosen() {
        Answer refused = realm.updateSettings(realm.admin(), Map.of("dialect", List.of("klingon")));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body())
                .contains("dialect must be one of qeet, jitsudo, credebl, authiqa.");
    }
}
