package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An internal error looks to clients like every other error, and changes nothing. */
@PrivateApi
class InternalErrorIT {

    /** More nested groups than the stack has room for, for each character once more. */
    private static final String DEEP = "(".repeat(300) + "a|b" + ")".repeat(300) + "*";

    private static final String OVERFLOWING = "ab".repeat(120);

    private static final String KEY = Authiqa.newKey();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(r -> r.put("passwordPolicy", "regexPattern(" + DEEP + ")"))
                    .setting("parent_keys", KEY);

    @Test
    void stackOverflowIsAnErrorOfTheApi() {
        String email = TestRealm.newEmail();
        Answer answer = realm.api().signUp(email, OVERFLOWING).assertInternalError();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(realm.usersWithEmail(email)).isEmpty();
        assertLogged(answer.text("error.request_id"));
    }

    private static void assertLogged(String requestId) {
        if (TestServer.isContainer()) {
            return;
        }
        assertThat(TestServer.log())
                .filteredOn(line -> line.contains(requestId))
                .hasSize(1)
                .allMatch(line -> line.contains("StackOverflowError"));
    }

    /** The other dialects name no request in the body. */
    @Test
    void otherDialectsAnswerInTheirOwnWords() {
        String password = "abba";
        TestUser user = realm.user(TestRealm.newEmail(), password, u -> {});
        String token = realm.signIn(user).access();

        Answer jitsudo =
                Jitsudo.of(realm)
                        .with(token)
                        .post(
                                "/users/me/password",
                                "current_password",
                                password,
                                "new_password",
                                OVERFLOWING);
        Jitsudo.assertError(jitsudo, 500, "internal");
        assertLogged(jitsudo.header("X-Request-Id"));

        Answer credebl =
                Credebl.of(realm)
                        .plain()
                        .bearer(token)
                        .changePassword(user.email(), password, OVERFLOWING);
        Credebl.assertError(credebl, 500);
        assertLogged(credebl.header("X-Request-Id"));

        String email = TestRealm.newEmail();
        Answer authiqa = Authiqa.of(realm, KEY).signUp(Authiqa.newName(), email, OVERFLOWING);
        Authiqa.refused(authiqa, 500, "INTERNAL_SERVER_ERROR");
        assertLogged(authiqa.header("X-Request-Id"));
        assertThat(realm.usersWithEmail(email)).isEmpty();
        realm.signIn(user);
    }

    @Test
    void stackOverflowIsAnErrorOfTheDialectOfCredebl() {
        Answer answer =
                Credebl.of(realm)
                        .plain()
                        .resetPassword(TestRealm.newEmail(), "no-token", "ab".repeat(120));
        Credebl.assertError(answer, 500, "Something went wrong");
        assertThat(answer.text("error")).isEqualTo("Internal Server Error");
    }

    @Test
    void requestIdIsTheClients() {
        Answer answer =
                realm.api()
                        .with("X-Request-Id", "a-request-that-fails")
                        .signUp(TestRealm.newEmail(), OVERFLOWING)
                        .assertInternalError();
        assertThat(answer.header("X-Request-Id")).isEqualTo("a-request-that-fails");
    }
}
