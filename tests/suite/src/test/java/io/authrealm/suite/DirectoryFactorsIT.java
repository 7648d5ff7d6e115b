package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.sdk.LDAPException;
import io.authrealm.suite.UnreadableFactorsIT.Odd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Second factors of users whom a realm only looks up in a directory. Keycloak stores the factors
 * apart from those of its own users.
 */
@PrivateApi
class DirectoryFactorsIT {

    private static final String PASSWORD = "password-of-the-directory";

    @RegisterExtension static final TestDirectory directory = TestDirectory.withoutImport();

    /** The address of the person who has such a factor. */
    private static final Map<String, String> PEOPLE = new HashMap<>();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(directory::lookUpIn)
                    .with(DirectoryFactorsIT::addOddFactors)
                    .with(it -> it.put("bruteForceProtected", false));

    private static Api admin;

    private static void addOddFactors(ObjectNode json) {
        UnreadableFactorsIT.factors()
                .forEach(
                        odd -> {
                            String email = person();
                            PEOPLE.put(odd.toString(), email);
                            ObjectNode user =
                                    json.withArray("federatedUsers")
                                            .addObject()
                                            .put("id", directory.idOf(email));
                            SecondFactors.add(user, odd.type(), odd.secret(), odd.data());
                        });
    }

    private static String person() {
        try {
            return directory.person(PASSWORD);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void prepare() {
        Browser.createClient(realm);
        for (String step : List.of("webauthn-authenticator", "auth-recovery-authn-code-form")) {
            realm.setRequirement("browser", step, "ALTERNATIVE");
        }
        admin = realm.as(realm.admin("manage-users"));
    }

    @Test
    void factorsThatCanBeReadWork() {
        String email = person();
        Answer first = realm.api().login(email, PASSWORD).assertStatus(200);
        Api session = realm.api().bearer(first.text("access_token"));
        assertThat(session.get("/v1/auth/me").assertStatus(200).text("user_id"))
                .isEqualTo(directory.idOf(email));
        String secret =
                Totp.fromBase32(
                        session.post("/v1/mfa/totp/enroll/start").assertStatus(200).text("secret"));
        session.post("/v1/mfa/totp/enroll/confirm", Map.of("code", Totp.codeBefore(secret)))
                .assertStatus(200);
        SoftKey key = SoftKey.at(realm);
        new PasskeyApi(session).register(key, "my key").assertStatus(204);
        String challenge = realm.api().login(email, PASSWORD).assertChallenge();
        assertSignedIn(realm.api().mfa(challenge, Totp.codeNow(secret)));
        assertSignedIn(PasskeyApi.anonymous(realm).signIn(key));
        session.get("/v1/mfa/recovery-codes").assertStatus(200);
        session.post("/v1/mfa/recovery-codes/regenerate").assertStatus(200);
        session.delete("/v1/mfa/totp").assertStatus(204);
    }

    @ParameterizedTest
    @MethodSource("io.authrealm.suite.UnreadableFactorsIT#factors")
    void factorThatCannotBeReadIsAskedForAndLetsNobodyIn(Odd odd) {
        String email = PEOPLE.get(odd.toString());
        String id = directory.idOf(email);
        Answer page = new Browser(realm).logIn(email, PASSWORD).assertStatus(200);
        assertThat(page.body()).contains("name=\"" + odd.field() + "\"");
        String challenge = realm.api().login(email, PASSWORD).assertChallenge(odd.method());
        Map<String, Object> body = new HashMap<>(Map.of("mfa_token", challenge));
        if (odd.isKey()) {
            JsonNode options =
                    realm.api()
                            .post(
                                    "/v1/auth/mfa/challenge",
                                    Map.of("mfa_token", challenge, "method", odd.method()))
                            .assertStatus(200)
                            .json()
                            .path("publicKey");
            body.put("credential", SoftKey.at(realm).userHandle(id).get(options));
            realm.api().post("/v1/auth/mfa", body).assertError(401, "passkey.mfa_failed");
        } else {
            body.put("code", "000000");
            realm.api().post("/v1/auth/mfa", body).assertError(401, "mfa.code_invalid");
        }

        String path = "/v1/users/" + id;
        admin.get(path + "/security").assertStatus(200);
        JsonNode listed = admin.get(path + "/mfa").assertStatus(200).json().path("items");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("kind").asText()).isEqualTo(odd.method());
        admin.delete(path + "/mfa/" + listed.get(0).path("id").asText()).assertStatus(204);
        assertSignedIn(realm.api().login(email, PASSWORD));
    }

    /** The id of such a user is no UUID. */
    private static void assertSignedIn(Answer answer) {
        assertThat(answer.assertStatus(200).text("access_token")).isNotBlank();
    }
}
