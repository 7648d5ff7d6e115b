package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifying an address by a code; {@link VerificationCodesIT} tests what codes share. */
class EmailVerificationIT {

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().with(mailbox::serve).withUserNames();

    /** The code in the {@code number}th mail to the user. */
    private static String code(SignedIn person, int number) {
        person.startEmail().assertStatus(200);
        return mailbox.await(person.user().email(), number).code();
    }

    @PrivateApi
    @Test
    void rightCodeVerifiesTheAddress() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        Answer started = person.startEmail().assertStatus(200);
        assertThat(started.text("message")).isNotBlank();
        assertThat(started.json()).hasSize(1);
        String code = mailbox.await(person.user().email(), 1).code();
        assertThat(started.body()).doesNotContain(code);
        assertThat(person.me().path("email_verified_at").isNull()).isTrue();
        assertThat(person.stored().path("emailVerified").asBoolean()).isFalse();

        Answer confirmed = person.confirmEmail(code).assertStatus(200);
        assertThat(confirmed.text("message")).isNotBlank();
        assertThat(confirmed.json()).hasSize(1);
        assertThat(Instant.parse(person.me().path("email_verified_at").asText()))
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(person.stored().path("emailVerified").asBoolean()).isTrue();
    }

    @PrivateApi
    @Test
    void requiredActionIsDone() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        realm.updateUser(person.user(), u -> u.putArray("requiredActions").add("VERIFY_EMAIL"));
        realm.api()
                .login(person.user().email(), person.user().password())
                .assertError(403, "auth.action_required");
        person.confirmEmail(code(person, 1)).assertStatus(200);
        assertThat(person.stored().path("requiredActions")).isEmpty();
        realm.signIn(person.user());
    }

    @Test
    void otherRequiredActionsStay() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        realm.updateUser(
                person.user(),
                u -> u.putArray("requiredActions").add("VERIFY_EMAIL").add("UPDATE_PROFILE"));
        person.confirmEmail(code(person, 1)).assertStatus(200);
        assertThat(person.stored().path("requiredActions"))
                .extracting(JsonNode::asText)
                .containsExactly("UPDATE_PROFILE");
    }

    @Test
    void verifiedAddressCanBeVerifiedAgainAndKeepsItsTime() {
        SignedIn person = SignedIn.newIn(realm);
        JsonNode verifiedAt = person.me().path("email_verified_at");
        assertThat(verifiedAt.isNull()).isFalse();
        person.confirmEmail(code(person, 1)).assertStatus(200);
        assertThat(person.me().path("email_verified_at")).isEqualTo(verifiedAt);
        person.confirmEmail(code(person, 2)).assertStatus(200);
        assertThat(person.me().path("email_verified_at")).isEqualTo(verifiedAt);
    }

    @Test
    void mailHasACodeAndNoLink() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        String code = code(person, 1);
        Mailbox.Mail mail = mailbox.of(person.user().email()).get(0);
        assertThat(mail.html()).contains(code);
        assertThat(mail.text()).doesNotContain("token=", "authrealmVerifyEmail");
        assertThat(mail.subject()).isNotBlank().doesNotContain("authrealmVerifyEmail", "{0}");
        assertThat(mail.from()).contains("no-reply@authrealm.example");
    }

    @Test
    void startIgnoresTheBody() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        String another = TestRealm.newEmail();
        String path = SignedIn.path(person.user().id(), "email", "start");
        person.api().post(path, Map.of("email", another)).assertStatus(200);
        mailbox.await(person.user().email(), 1);
        person.api().send("POST", path, "text/plain", new byte[0]).assertStatus(200);
        String code = mailbox.await(person.user().email(), 2).code();
        person.confirmEmail(code).assertStatus(200);
        assertThat(mailbox.of(another)).isEmpty();
        assertThat(person.me().path("email").asText()).isEqualTo(person.user().email());
    }

    @Test
    void userCannotVerifyForAnotherUser() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        SignedIn victim = SignedIn.unverifiedIn(realm);
        String code = code(victim, 1);
        for (String id : List.of(victim.user().id(), UUID.randomUUID().toString())) {
            person.api().post(SignedIn.path(id, "email", "start")).assertError(403, "forbidden");
            person.api()
                    .post(SignedIn.path(id, "email", "confirm"), Map.of("code", code))
                    .assertError(403, "forbidden");
        }
        code(person, 1);
        assertThat(mailbox.of(victim.user().email())).hasSize(1);
        assertThat(victim.me().path("email_verified_at").isNull()).isTrue();
        victim.confirmEmail(code).assertStatus(200);
    }

    @Test
    void idHasToBeAUuid() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        for (String id :
                List.of("me", "no-uuid", person.user().id() + "0", "%20", "%27%20or%201=1", "x")) {
            person.api().post(SignedIn.path(id, "email", "start")).assertError(400, "bad_request");
            person.api()
                    .post(SignedIn.path(id, "email", "confirm"), Map.of("code", "123456"))
                    .assertError(400, "bad_request");
        }
    }

    @Test
    void withoutAnAddressThereIsNothingToVerify() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        realm.updateUser(person.user(), u -> u.put("email", ""));
        person.startEmail().assertError(422, "verification.no_email");
        person.confirmEmail("123456").assertError(400, "verification.code_invalid");
    }

    @Test
    void codeDiesWithTheAddress() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        String code = code(person, 1);
        realm.updateUser(person.user(), u -> u.put("email", TestRealm.newEmail()));
        person.confirmEmail(code).assertError(400, "verification.code_invalid");
        assertThat(person.me().path("email_verified_at").isNull()).isTrue();
    }

    @Test
    void codeIsUselessWithoutASession() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        String code = code(person, 1);
        person.api().post("/v1/auth/logout").assertStatus(200);
        person.confirmEmail(code).assertError(401, "unauthorized");
        SignedIn again = SignedIn.of(realm, person.user());
        assertThat(again.me().path("email_verified_at").isNull()).isTrue();
    }

    @Test
    void rootVerifiesAlike() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        realm.awaitAtRoot();
        Api root = TestServer.root().bearer(person.tokens());
        root.post(SignedIn.path(person.user().id(), "email", "start")).assertStatus(200);
        String code = mailbox.await(person.user().email(), 1).code();
        root.post(SignedIn.path(person.user().id(), "email", "confirm"), Map.of("code", code))
                .assertStatus(200);
        assertThat(person.me().path("email_verified_at").isNull()).isFalse();
    }

    @Test
    void nameIsEscaped() {
        SignedIn person = SignedIn.of(realm, HostileInput.user(realm));
        code(person, 1);
        HostileInput.assertInert(mailbox.of(person.user().email()).get(0));
        HostileInput.assertNothingSmuggled(mailbox);
    }

    @Test
    void eventsSayWhatHappened() {
        SignedIn person = SignedIn.unverifiedIn(realm);
        String code = code(person, 1);
        String wrong = code.equals("000000") ? "000001" : "000000";
        person.confirmEmail(wrong).assertStatus(400);
        assertThat(realm.events("VERIFY_EMAIL", person.user())).isEmpty();
        person.confirmEmail(code).assertStatus(200);
        assertThat(realm.events("VERIFY_EMAIL_ERROR", person.user()))
                .singleElement()
                .hasError("invalid_code");
        assertThat(realm.events("VERIFY_EMAIL", person.user()))
                .singleElement()
                .hasClient(TestRealm.CLIENT)
                .hasAddress()
                .detailsDoNotMention(code);
    }
}
