package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An internal error looks to clients like every other error, and changes nothing. */
@PrivateApi
class InternalErrorIT {

    /** More nested groups than the stack has room for, for each character once more. */
    private static final String DEEP = "(".repeat(300) + "a|b" + ")".repeat(300) + "*";

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(r -> r.put("passwordPolicy", "regexPattern(" + DEEP + ")"));

    @Test
    void stackOverflowIsAnErrorOfTheApi() {
        String email = TestRealm.newEmail();
        Answer answer = realm.api().signUp(email, "ab".repeat(120)).assertInternalError();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(realm.usersWithEmail(email)).isEmpty();
        if (TestServer.isContainer()) {
            return;
        }
        assertThat(TestServer.log())
                .filteredOn(line -> line.contains(answer.text("error.request_id")))
                .hasSize(1)
                .allMatch(line -> line.contains("StackOverflowError"));
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
                        .signUp(TestRealm.newEmail(), "ab".repeat(120))
                        .assertInternalError();
        assertThat(answer.header("X-Request-Id")).isEqualTo("a-request-that-fails");
    }
}
