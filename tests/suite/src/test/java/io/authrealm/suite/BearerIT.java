package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A Bearer token that is invalid here is refused alike on every route that requires one. */
class BearerIT {

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();
    @RegisterExtension static final TestRealm otherRealm = TestRealm.fresh();

    private static final String SOMEBODY = "6d0f8e52-3d4b-4a80-9a3f-2f1f0c6a7b11";

    private static TestUser user;
    private static Tokens tokens;

    @BeforeAll
    static void rootKnowsTheRealm() {
        realm.awaitAtRoot();
        user = realm.user();
        tokens = realm.signIn(user);
    }

    static Stream<Arguments> protectedRoutes() {
        return Stream.of(
                Arguments.of("GET", "/v1/auth/me"),
                Arguments.of("GET", "/v1/auth/sessions"),
                Arguments.of("DELETE", "/v1/auth/sessions/6d0f8e52-3d4b-4a80-9a3f-2f1f0c6a7b11"),
                Arguments.of("GET", "/v1/auth/password"),
                Arguments.of("POST", "/v1/auth/password"),
                Arguments.of("POST", "/v1/auth/logout"),
                Arguments.of("GET", "/v1/me"),
                Arguments.of("PATCH", "/v1/me"),
                Arguments.of("POST", "/v1/me/email/change/start"),
                Arguments.of("POST", "/v1/me/email/change/confirm"),
                Arguments.of("GET", "/v1/mfa/totp"),
                Arguments.of("DELETE", "/v1/mfa/totp"),
                Arguments.of("POST", "/v1/mfa/totp/enroll/start"),
                Arguments.of("POST", "/v1/mfa/totp/enroll/confirm"),
                Arguments.of("POST", "/v1/mfa/totp/verify"),
                Arguments.of("GET", "/v1/mfa/recovery-codes"),
                Arguments.of("POST", "/v1/mfa/recovery-codes/regenerate"),
                Arguments.of("GET", "/v1/mfa/step-up/status"),
                Arguments.of("POST", SignedIn.path(SOMEBODY, "email", "start")),
                Arguments.of("POST", SignedIn.path(SOMEBODY, "email", "confirm")),
                Arguments.of("POST", SignedIn.path(SOMEBODY, "phone", "start")),
                Arguments.of("POST", SignedIn.path(SOMEBODY, "phone", "confirm")));
    }

    @ParameterizedTest
    @MethodSource("protectedRoutes")
    void badBearer(String method, String path) {
        List<String> values = new ArrayList<>();
        values.add("Bearer");
        values.add("Bearer ");
        values.add("Bearer garbage");
        values.add("Bearer a.b.c");
        values.add("Bearer " + "x".repeat(7_000));
        values.add("Basic dXNlcjpwYXNz");
        values.add("ApiKey qk_12345678.0123456789abcdef0123456789abcdef");
        values.add(tokens.access());
        values.add("Bearer " + tokens.refresh());
        values.add("Bearer " + withOtherSignature(tokens.access()));
        values.add("Bearer " + unsigned(tokens.access()));
        values.add("Bearer " + withOtherPayload(tokens.access()));
        values.add("Bearer " + otherRealm.signIn(otherRealm.user()).access());
        values.add("Bearer " + realm.admin().token());
        byte[] body =
                method.equals("GET") || method.equals("DELETE")
                        ? new byte[0]
                        : new byte[] {'{', '}'};
        for (Api mount : List.of(realm.api(), TestServer.root())) {
            mount.send(method, path, null, body).assertError(401, "unauthorized");
            for (String value : values) {
                // At the root a token of another tenant belongs to that tenant.
                if (mount == realm.api() || !value.equals(values.get(values.size() - 2))) {
                    Answer answer =
                            mount.with("Authorization", value).send(method, path, null, body);
                    assertThat(answer.status()).as("%s: %s", value, answer).isEqualTo(401);
                    // Of the routes of users, only this one takes an API key.
                    boolean isKey = value.startsWith("ApiKey") && path.equals("/v1/auth/me");
                    answer.assertError(401, isKey ? "apikey.invalid" : "unauthorized");
                }
            }
        }
        realm.api()
                .bearer(otherRealm.signIn(otherRealm.user()))
                .send(method, path, null, body)
                .assertError(401, "unauthorized");
        realm.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
    }

    /** The token with {@code alg: none} and without a signature. */
    private static String unsigned(String token) {
        return Jwt.encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}")
                + "."
                + token.split("\\.")[1]
                + ".";
    }

    private static String withOtherSignature(String token) {
        int signature = token.lastIndexOf('.') + 1;
        char first = token.charAt(signature) == 'A' ? 'B' : 'A';
        return token.substring(0, signature) + first + token.substring(signature + 1);
    }

    /** The claims of another user under the same signature. */
    private static String withOtherPayload(String token) {
        String[] parts = token.split("\\.");
        String payload =
                Jwt.payload(token)
                        .toString()
                        .replace(user.id(), "00000000-0000-4000-8000-000000000000");
        return parts[0] + "." + Jwt.encoded(payload) + "." + parts[2];
    }

    @PrivateApi
    @Test
    void expiredTokenIsRefused() {
        TestRealm brief = TestRealm.fresh().with(r -> r.put("accessTokenLifespan", 1)).create();
        try {
            Tokens expiring = brief.signIn(brief.user());
            Await.until(
                    "the token is refused",
                    Duration.ofSeconds(15),
                    () -> brief.api().bearer(expiring).get("/v1/auth/me").status() != 200);
            brief.api().bearer(expiring).get("/v1/auth/me").assertError(401, "unauthorized");
            brief.api().bearer(expiring).get("/v1/me").assertError(401, "unauthorized");
            brief.api().refresh(expiring.refresh()).assertTokens();
        } finally {
            brief.close();
        }
    }

    @PrivateApi
    @Test
    void tokenOfAnotherClientOfTheRealmIsRefused() {
        realm.createClient(
                c -> c.put("clientId", "other-app").put("directAccessGrantsEnabled", true));
        String token =
                realm.admin()
                        .tokenEndpoint(
                                realm.name(),
                                Map.of(
                                        "grant_type",
                                        "password",
                                        "client_id",
                                        "other-app",
                                        "username",
                                        user.email(),
                                        "password",
                                        user.password()))
                        .assertStatus(200)
                        .text("access_token");
        realm.api().bearer(token).get("/v1/auth/me").assertError(401, "unauthorized");
        realm.api()
                .bearer(token)
                .patch("/v1/me", Map.of("display_name", "Changed"))
                .assertError(401, "unauthorized");
    }

    @Test
    void forgedTokensCreateNoKeys() {
        String keys = keysOf(realm);
        String payload = tokens.access().split("\\.")[1];
        for (String algorithm :
                List.of(
                        "RS256", "RS512", "PS256", "ES256", "ES384", "ES512", "HS256", "EdDSA",
                        "XX")) {
            for (String keyId : List.of("", ",\"kid\":\"nobody\"")) {
                String forged =
                        Jwt.encoded("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"" + keyId + "}")
                                + "."
                                + payload
                                + ".AAAA";
                for (Api mount : List.of(realm.api(), TestServer.root())) {
                    mount.bearer(forged).get("/v1/auth/me").assertError(401, "unauthorized");
                    mount.refresh(forged).assertError(401, "auth.refresh_token_invalid");
                }
            }
        }
        assertThat(keysOf(realm)).isEqualTo(keys);
    }

    private static String keysOf(TestRealm realm) {
        return realm.get("/keys").path("active").toString();
    }
}
