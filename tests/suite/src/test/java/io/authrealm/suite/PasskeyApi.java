package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The routes for passkeys, for one client. */
record PasskeyApi(Api api) {

    static PasskeyApi of(SignedIn person) {
        return new PasskeyApi(person.api());
    }

    static PasskeyApi anonymous(TestRealm realm) {
        return new PasskeyApi(realm.api());
    }

    /** A new user who has signed in with a password and has registered this key since. */
    static SignedIn userWith(TestRealm realm, SoftKey key) {
        SignedIn person = SignedIn.newIn(realm);
        of(person).register(key, "my key").assertStatus(204);
        return person;
    }

    Answer beginRegistration() {
        return api.post("/v1/passkeys/register/begin");
    }

    Answer beginRegistration(String kind) {
        return api.post("/v1/passkeys/register/begin", Map.of("kind", kind));
    }

    Answer finishRegistration(Answer begun, Object credential, String name) {
        return finish("/v1/passkeys/register/finish", begun, credential, name);
    }

    /** Both requests of a registration. */
    Answer register(SoftKey key, String name) {
        Answer begun = beginRegistration().assertStatus(200);
        return finishRegistration(begun, key.create(options(begun)), name);
    }

    List<JsonNode> list() {
        return TestRealm.list(api.get("/v1/passkeys").assertStatus(200).json().path("items"));
    }

    /** For whichever user the authenticator knows. */
    Answer beginSignIn() {
        return api.post("/v1/passkeys/login/begin");
    }

    Answer beginSignIn(String email) {
        return api.post("/v1/passkeys/login/begin", Map.of("email", email));
    }

    Answer finishSignIn(Answer begun, Object credential) {
        return finish("/v1/passkeys/login/finish", begun, credential, null);
    }

    /** Both requests of a sign-in. */
    Answer signIn(SoftKey key) {
        Answer begun = beginSignIn();
        return finishSignIn(begun, key.get(options(begun)));
    }

    Answer beginStepUp() {
        return api.post("/v1/mfa/webauthn/challenge");
    }

    Answer finishStepUp(Answer begun, Object credential) {
        return finish("/v1/mfa/webauthn/verify", begun, credential, null);
    }

    /** Both requests of a step-up. */
    Answer stepUp(SoftKey key) {
        Answer begun = beginStepUp();
        return finishStepUp(begun, key.get(options(begun)));
    }

    Answer finish(String path, Answer begun, Object credential, String name) {
        Map<String, Object> body = new HashMap<>();
        body.put("session_id", begun.text("session_id"));
        body.put("credential", credential);
        if (name != null) {
            body.put("name", name);
        }
        return api.post(path, body);
    }

    static ObjectNode options(Answer begun) {
        return (ObjectNode) begun.assertStatus(200).json().path("publicKey");
    }
}
