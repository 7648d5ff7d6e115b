package io.authrealm.core.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SharedSecretJwtTest {

    private static final String SECRET = "a-secret-with-enough-characters-in-it";

    /** Made with another implementation of RFC 7519. */
    private static final String KNOWN =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IkFQS19hMSJ9.eyJzdWIiOiJib2IifQ"
                    + ".ZnyfTy8a8N_fR2sKgxtd2HW6BYbbhn2rF8pVQctZc5c";

    @Test
    void tokenVerifiesWithItsSecretOnly() {
        String token = SharedSecretJwt.sign(SECRET, "APK_a1", Map.of("sub", "bob"));
        assertThat(token).isEqualTo(KNOWN);
        assertThat(SharedSecretJwt.keyId(token)).contains("APK_a1");
        assertThat(SharedSecretJwt.verify(SECRET, token)).contains(Map.of("sub", "bob"));
        assertThat(SharedSecretJwt.verify(SECRET + "x", token)).isEmpty();
    }

    @Test
    void nothingElseVerifies() {
        String token = SharedSecretJwt.sign(SECRET, "APK_a1", Map.of("sub", "bob"));
        String[] parts = token.split("\\.");
        String none = "eyJhbGciOiJub25lIn0";
        for (String other :
                List.of(
                        "",
                        ".",
                        "..",
                        "x",
                        token + "A",
                        token + ".",
                        token.substring(0, token.length() - 1),
                        parts[0] + "." + parts[1] + ".",
                        none + "." + parts[1] + ".",
                        none + "." + parts[1] + "." + parts[2],
                        parts[0] + ".e30." + parts[2],
                        "%%%." + parts[1] + "." + parts[2],
                        "x".repeat(20_000))) {
            assertThat(SharedSecretJwt.verify(SECRET, other)).as(other).isEmpty();
        }
    }
}
