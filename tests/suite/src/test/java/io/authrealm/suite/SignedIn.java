package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A user who has signed in, and the routes by which the user verifies an address or a number. */
record SignedIn(TestRealm realm, TestUser user, Tokens tokens) {

    /** A new user of the realm. */
    static SignedIn newIn(TestRealm realm) {
        return of(realm, realm.user());
    }

    /** A new user of the realm whose address is not verified. */
    static SignedIn unverifiedIn(TestRealm realm) {
        return of(realm, realm.user(user -> user.put("emailVerified", false)));
    }

    static SignedIn of(TestRealm realm, TestUser user) {
        return new SignedIn(realm, user, realm.signIn(user));
    }

    Api api() {
        return realm.api().bearer(tokens);
    }

    /** Sets up an authenticator app by the code before the one of now, and returns its secret. */
    String setUpApp() {
        String typed = api().post("/v1/mfa/totp/enroll/start").assertStatus(200).text("secret");
        String secret = Totp.fromBase32(typed);
        api().post("/v1/mfa/totp/enroll/confirm", Map.of("code", Totp.codeBefore(secret)))
                .assertStatus(200);
        return secret;
    }

    /** The path of a step of the verification of {@code what}, email or phone. */
    static String path(String userId, String what, String step) {
        return "/v1/users/" + userId + "/verify/" + what + "/" + step;
    }

    Answer startEmail() {
        return api().post(path(user.id(), "email", "start"));
    }

    Answer confirmEmail(String code) {
        return api().post(path(user.id(), "email", "confirm"), Map.of("code", code));
    }

    Answer startPhone(String phone) {
        return api().post(path(user.id(), "phone", "start"), Map.of("phone", phone));
    }

    /** For the number on file. */
    Answer startPhone() {
        return api().post(path(user.id(), "phone", "start"));
    }

    Answer confirmPhone(String code) {
        return api().post(path(user.id(), "phone", "confirm"), Map.of("code", code));
    }

    Answer startChange(String email) {
        return api().post("/v1/me/email/change/start", Map.of("email", email));
    }

    Answer confirmChange(String code) {
        return api().post("/v1/me/email/change/confirm", Map.of("code", code));
    }

    /** The user as a new request shows it. */
    JsonNode me() {
        return api().get("/v1/me").assertStatus(200).json();
    }

    /** The user as an admin sees it. */
    JsonNode stored() {
        return realm.get("/users/" + user.id());
    }
}
