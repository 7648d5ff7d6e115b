package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The instructions in {@code docs/verifying-tokens.md} for other services. */
class TokenVerificationIT {

    @RegisterExtension static final TestRealm acme = TestRealm.fresh();
    @RegisterExtension static final TestRealm globex = TestRealm.fresh();

    private static String tokenOfAcme;
    private static String tokenOfGlobex;

    @BeforeAll
    static void signIn() {
        tokenOfAcme = acme.signIn(acme.user()).access();
        tokenOfGlobex = globex.signIn(globex.user()).access();
        acme.awaitAtRoot();
        globex.awaitAtRoot();
    }

    @Test
    void pageHasTheTestedExample() throws IOException {
        String page = Files.readString(Path.of("../../docs/verifying-tokens.md"));
        String source =
                Files.readString(Path.of("src/test/java/io/authrealm/suite/TokenVerifier.java"));
        assertThat(page).contains(source.replaceFirst("package [^;]+;\\s+", ""));
    }

    @Test
    void tokenOfTheTenantIsValid() throws Exception {
        TokenVerifier verifier = new TokenVerifier(acme.url(), "authrealm");
        assertThat(verifier.verify(tokenOfAcme).getIssuer()).isEqualTo(acme.url());
    }

    @Test
    void tokenOfAnotherTenantIsInvalid() throws Exception {
        TokenVerifier verifier = new TokenVerifier(acme.url(), "authrealm");
        assertThatThrownBy(() -> verifier.verify(tokenOfGlobex))
                .hasMessageContaining("no matching key");
    }

    @Test
    void tokenForAnotherAudienceIsInvalid() throws Exception {
        TokenVerifier verifier = new TokenVerifier(acme.url(), "another-service");
        assertThatThrownBy(() -> verifier.verify(tokenOfAcme)).hasMessageContaining("audience");
    }

    @Test
    void bothKeySetsOfTheRealmVerifyItsTokensOnly() {
        String ours = acme.api().get("/v1/.well-known/jwks.json").body();
        Jwt.verify(tokenOfAcme, ours);
        assertThatThrownBy(() -> Jwt.verify(tokenOfGlobex, ours))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void keySetOfTheRootVerifiesTheTokensOfAllTenants() {
        String root = TestServer.root().get("/.well-known/jwks.json").body();
        Jwt.verify(tokenOfAcme, root);
        Jwt.verify(tokenOfGlobex, root);
    }
}
