package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.suite.OtpFactors.Channel;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Second factors with a content that Keycloak cannot read, as an admin may import them. They are
 * factors that nothing proves: they are asked for, let nobody in, break nothing, and can be
 * removed.
 */
@PrivateApi
class UnreadableFactorsIT {

    private static final String APP =
            "{\"subType\":\"%s\",\"digits\":%s,\"counter\":0,\"period\":%s,\"algorithm\":\"%s\"%s}";

    private static final String GOOD_APP = app("totp", 6, 30, "HmacSHA1", "");

    private static final String GOOD_SECRET = "{\"value\":\"a secret of an app\"}";

    private static final String KEY =
            "{\"aaguid\":%s,\"credentialId\":%s,\"counter\":%s,\"credentialPublicKey\":%s,"
                    + "\"attestationStatementFormat\":\"none\",\"transports\":[null,\"usb\"]}";

    private static final String AAGUID = "\"00000000-0000-0000-0000-000000000000\"";

    /** On the curve P-256, without a point on it. */
    private static final String NO_POINT = "\"owECAyYgAQ\"";

    private static final String CODES = "{\"algorithm\":\"SHA-512\",\"remaining\":3,\"total\":3}";

    private static final String GOOD_CODES =
            "{\"codes\":[{\"number\":1,\"encodedHashedValue\":\"AAAA\"}]}";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(mailbox::serve)
                    .with(it -> it.put("bruteForceProtected", false))
                    .with(it -> it.put("webAuthnPolicyPasswordlessPasskeysEnabled", true));

    private static Api admin;

    @BeforeAll
    static void prepare() {
        Browser.createClient(realm);
        for (String step : List.of("webauthn-authenticator", "auth-recovery-authn-code-form")) {
            realm.setRequirement("browser", step, "ALTERNATIVE");
        }
        admin = realm.as(realm.admin("manage-users"));
    }

    /**
     * A credential that cannot be read.
     *
     * @param type of the credential in Keycloak
     * @param method its name in the API
     * @param field of Keycloak's page that asks for it
     */
    record Odd(String type, String method, String field, String secret, String data) {

        TestUser user() {
            return realm.user(user -> SecondFactors.add(user, type, secret, data));
        }

        boolean isKey() {
            return field.equals("credentialId");
        }

        @Override
        public String toString() {
            return method + " " + secret + " " + data;
        }
    }

    private static String app(
            String kind, int digits, int period, String algorithm, String encoding) {
        return APP.formatted(kind, digits, period, algorithm, encoding);
    }

    private static Odd app(String secret, String data) {
        return new Odd("otp", "totp", "otp", secret, data);
    }

    private static Odd key(String data) {
        return new Odd("webauthn", "webauthn", "credentialId", "{}", data);
    }

    private static Odd key(String aaguid, String id, String counter, String publicKey) {
        return key(KEY.formatted(aaguid, id, counter, publicKey));
    }

    private static Odd codes(String secret, String data) {
        return new Odd("recovery-authn-codes", "recovery_code", "recoveryCodeInput", secret, data);
    }

    static Stream<Odd> factors() {
        return Stream.of(
                codes("{}", CODES),
                codes("null", CODES),
                codes("{\"codes\":[]}", CODES),
                codes("{\"codes\":[null]}", CODES),
                codes("{\"codes\":[{\"number\":1}]}", CODES),
                codes(GOOD_CODES, "null"),
                app("{}", GOOD_APP),
                app("null", GOOD_APP),
                app("{\"value\":\"\"}", GOOD_APP),
                app(GOOD_SECRET, "{}"),
                app(GOOD_SECRET, "null"),
                app(GOOD_SECRET, app("hash", 6, 30, "HmacSHA1", "")),
                app(GOOD_SECRET, app("totp", 0, 30, "HmacSHA1", "")),
                app(GOOD_SECRET, app("hotp", 12, 30, "HmacSHA1", "")),
                app(GOOD_SECRET, app("totp", 6, 0, "HmacSHA1", "")),
                app(GOOD_SECRET, app("totp", 6, 30, "HmacMD5", "")),
                app(GOOD_SECRET, app("totp", 6, 30, "none", "")),
                app(GOOD_SECRET, app("totp", 6, 30, "HmacSHA1", ",\"secretEncoding\":\"BASE99\"")),
                key("{}"),
                key("null"),
                key("\"x\"", "\"AAAA\"", "0", NO_POINT),
                key("null", "\"AAAA\"", "0", NO_POINT),
                key(AAGUID, "null", "0", NO_POINT),
                key(AAGUID, "\"A\"", "0", NO_POINT),
                key(AAGUID, "\"AAAA\"", "-1", NO_POINT),
                key(AAGUID, "\"AAAA\"", "0", "null"),
                key(AAGUID, "\"AAAA\"", "0", "\"AAAA\""),
                key(AAGUID, "\"AAAA\"", "0", NO_POINT));
    }

    @ParameterizedTest
    @MethodSource("factors")
    void factorIsAskedForAndLetsNobodyIn(Odd odd) {
        TestUser user = odd.user();
        signInOnThePages(odd, user);
        signInByTheApi(odd, user);
        if (odd.method().equals("totp")) {
            for (String code : List.of("000000", "0", "")) {
                Browser.directGrant(realm, user.email(), user.password(), code)
                        .assertStatus(Browser.wrongCodeStatus());
            }
        }
        assertThat(realm.sessionIds(user)).isEmpty();

        JsonNode listed =
                admin.get("/v1/users/" + user.id() + "/mfa").assertStatus(200).json().at("/items");
        assertThat(listed).as("factors in %s", listed).hasSize(1);
        assertThat(listed.get(0).path("kind").asText()).isEqualTo(odd.method());
        // As the console lists them.
        assertThat(realm.credentials(user, odd.type())).hasSize(1);
        assertThat(
                        admin.get("/v1/users/" + user.id() + "/security")
                                .assertStatus(200)
                                .json()
                                .path("recovery_codes_remaining")
                                .asInt(-1))
                .isZero();
        String id = listed.get(0).path("id").asText();
        admin.delete("/v1/users/" + user.id() + "/mfa/" + id).assertStatus(204);
        realm.api().login(user.email(), user.password()).assertTokens();
    }

    private static void signInOnThePages(Odd odd, TestUser user) {
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(user.email(), user.password()).assertStatus(200);
        assertThat(page.body()).contains("name=\"" + odd.field() + "\"");
        Map<String, String> fields =
                odd.isKey() ? signed(KeyPages.options(page), user) : Map.of(odd.field(), "000000");
        KeyPages.assertNotSignedIn(browser.submit(page, fields));
    }

    private static Map<String, String> signed(JsonNode options, TestUser user) {
        SoftKey key = SoftKey.at(realm).userHandle(user.id());
        return key.signInFields(key.get(options));
    }

    private static void signInByTheApi(Odd odd, TestUser user) {
        String challenge =
                realm.api().login(user.email(), user.password()).assertChallenge(odd.method());
        if (odd.isKey()) {
            JsonNode options =
                    realm.api()
                            .post(
                                    "/v1/auth/mfa/challenge",
                                    Map.of("mfa_token", challenge, "method", odd.method()))
                            .assertStatus(200)
                            .json()
                            .path("publicKey");
            SoftKey key = SoftKey.at(realm).userHandle(user.id());
            assertThat(options.path("allowCredentials")).hasSize(1);
            key.id(idIn(options.at("/allowCredentials/0/id").asText()));
            realm.api()
                    .post(
                            "/v1/auth/mfa",
                            Map.of("mfa_token", challenge, "credential", key.get(options)))
                    .assertError(401, "passkey.mfa_failed");
        } else {
            for (String code : List.of("000000", "0", "0123456789")) {
                Map<String, Object> body = new HashMap<>(Map.of("mfa_token", challenge));
                body.put("method", odd.method());
                body.put("code", code);
                realm.api().post("/v1/auth/mfa", body).assertError(401, "mfa.code_invalid");
            }
        }
    }

    private static byte[] idIn(String base64Url) {
        byte[] id = Base64.getUrlDecoder().decode(base64Url);
        assertThat(id).isNotEmpty();
        return id;
    }

    private static TestUser userWithAppAndOddFactors(String secret) {
        return realm.user(
                user -> {
                    SecondFactors.addTotp(user, secret);
                    SecondFactors.add(user, "webauthn", "{}", "{}");
                    SecondFactors.add(
                            user,
                            "webauthn-passwordless",
                            "{}",
                            KEY.formatted(AAGUID, "\"A\"", "0", NO_POINT));
                    SecondFactors.add(user, "otp", "{}", "{}");
                    SecondFactors.add(user, "recovery-authn-codes", "{}", CODES);
                    SecondFactors.addCode(user, Channel.EMAIL, "{}");
                    SecondFactors.addCode(user, Channel.SMS, "{\"destination\":\"1\"}");
                });
    }

    private static SignedIn signIn(TestUser user, String code) {
        String challenge =
                realm.api()
                        .login(user.email(), user.password())
                        .assertChallenge("totp", "webauthn", "email", "sms", "recovery_code");
        for (String method : List.of("email", "sms")) {
            realm.api()
                    .post(
                            "/v1/auth/mfa/challenge",
                            Map.of("mfa_token", challenge, "method", method))
                    .assertError(400, "mfa.factor_not_confirmed");
        }
        return new SignedIn(realm, user, realm.api().mfa(challenge, code).assertTokens());
    }

    @Test
    void otherFactorsOfTheUserWorkBesideThem() {
        String secret = Totp.newSecret();
        TestUser user = userWithAppAndOddFactors(secret);
        SignedIn person = signIn(user, Totp.codeBefore(secret));
        person.api()
                .post("/v1/mfa/totp/verify", Map.of("code", Totp.codeNow(secret)))
                .assertStatus(200);
        person.api()
                .post("/v1/mfa/totp/verify", Map.of("code", "0123456789"))
                .assertError(401, "mfa.code_invalid");
        PasskeyApi keys = PasskeyApi.of(person);
        assertThat(PasskeyApi.options(keys.beginStepUp()).path("allowCredentials")).hasSize(2);
        keys.stepUp(SoftKey.at(realm)).assertError(401, "passkey.mfa_failed");

        SoftKey key = SoftKey.at(realm);
        keys.register(key, "a key that works").assertStatus(204);
        keys.stepUp(key).assertStatus(200);
        PasskeyApi.anonymous(realm).signIn(key).assertTokens();
        KeyPages.assertSignedIn(KeyPages.signIn(realm, key));
        Answer begun = PasskeyApi.anonymous(realm).beginSignIn(user.email());
        assertThat(PasskeyApi.options(begun).path("allowCredentials")).hasSize(2);
    }

    @Test
    void accountConsoleShowsThem() {
        String secret = Totp.newSecret();
        TestUser user = userWithAppAndOddFactors(secret);
        Browser browser = new Browser(realm);
        Answer page = browser.logIn(user.email(), user.password()).assertStatus(200);
        Answer done = browser.submit(page, Map.of("otp", Totp.codeNow(secret)));
        JsonNode kinds =
                realm.api()
                        .bearer(Browser.tokenFor(realm, done))
                        .with("Accept", "application/json")
                        .get("/account/credentials")
                        .assertStatus(200)
                        .json();
        for (String type : List.of("otp", "webauthn", "recovery-authn-codes")) {
            assertThat(kinds)
                    .filteredOn(kind -> kind.path("type").asText().equals(type))
                    .singleElement()
                    .satisfies(
                            kind -> assertThat(kind.path("userCredentialMetadatas")).isNotEmpty());
        }
    }

    @Test
    void usersSeeAndRemoveThem() {
        String secret = Totp.newSecret();
        TestUser user = userWithAppAndOddFactors(secret);
        SignedIn person = signIn(user, Totp.codeNow(secret));
        PasskeyApi keys = PasskeyApi.of(person);
        assertThat(keys.list()).hasSize(2);
        for (JsonNode key : keys.list()) {
            assertThat(key.path("credential_id").asText()).as("%s", key).isNotEmpty();
            String path = "/v1/passkeys/" + key.path("id").asText();
            person.api().patch(path, Map.of("name", "odd")).assertStatus(200);
            person.api().delete(path).assertStatus(204);
        }
        assertThat(keys.list()).isEmpty();

        JsonNode codes = person.api().get("/v1/mfa/recovery-codes").assertStatus(200).json();
        assertThat(codes.path("enrolled").asBoolean()).isTrue();
        assertThat(codes.path("remaining").asInt(-1)).isZero();
        person.api().post("/v1/mfa/recovery-codes/regenerate").assertStatus(200);
        assertThat(person.api().get("/v1/mfa/recovery-codes").json().path("remaining").asInt())
                .isPositive();

        OtpFactors factors = new OtpFactors(person, mailbox);
        assertThat(factors.list())
                .extracting(factor -> factor.path("destination").asText())
                .containsExactly("", "");
        for (JsonNode factor : factors.list()) {
            String path = OtpFactors.PATH + "/" + factor.path("id").asText();
            person.api().post(path + "/challenge").assertError(400, "mfa.factor_not_confirmed");
            person.api().delete(path).assertStatus(204);
        }
        assertThat(factors.list()).isEmpty();
    }
}
