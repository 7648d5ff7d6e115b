package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients that send the body of a request arbitrarily slowly. The class mostly waits, so it comes
 * early.
 */
@Order(11)
class SlowBodyIT {

    /** More than the server has threads. */
    private static final int MANY = 60;

    /** The server's deadline plus some time for the answer. */
    private static final Duration DEADLINE = Duration.ofSeconds(40);

    private static final String JSON = "Content-Type: application/json";
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final String LAST = "Connection: close";

    @RegisterExtension static final TestRealm realm = TestRealm.fresh();

    /** A sign-in whose body is not sent yet. */
    private static RawConnection beginSignIn(String... headers) {
        return begin("/v1/auth/login", headers);
    }

    private static RawConnection begin(String path, String... headers) {
        return new RawConnection(TestServer.url(), DEADLINE)
                .begin("POST", "/realms/" + realm.name() + path, headers);
    }

    private static String body(TestUser user) {
        return Answer.JSON
                .valueToTree(Map.of("email", user.email(), "password", user.password()))
                .toString();
    }

    @Test
    void slowClientsBlockNoSignInAndAreDisconnected() {
        TestUser user = realm.user();
        realm.signIn(user);
        List<RawConnection> slow = new ArrayList<>();
        try (RawConnection authiqa =
                        begin(Authiqa.PATH + "signin", JSON, "Content-Length: 1000").send("{");
                RawConnection jitsudo =
                        begin("/jitsudo/v1/auth/login", "Content-Length: 1000").send("{");
                RawConnection credebl =
                        begin("/credebl/v1/auth/signin", "Content-Length: 1000").send("{")) {
            for (int i = 0; i < MANY / 2; i++) {
                slow.add(beginSignIn("X-Request-Id: slow-1", "Content-Length: 1000").send("{"));
                slow.add(beginSignIn("X-Request-Id: slow-1", CHUNKED).send("1\r\n{\r\n"));
            }
            for (int i = 0; i < 3; i++) {
                Answer honest = realm.api().login(user.email(), user.password());
                honest.assertTokens();
                assertThat(honest.took()).isLessThan(DEADLINE.dividedBy(4));
            }
            for (RawConnection connection : slow) {
                assertThat(connection.rest())
                        .startsWith("HTTP/1.1 408 ")
                        .contains("\"code\":\"request_timeout\"", "\"request_id\":\"slow-1\"")
                        .containsIgnoringCase("X-Request-Id: slow-1");
            }
            assertThat(authiqa.rest())
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"success\":false", "\"code\":\"REQUEST_TIMEOUT\"");
            assertThat(jitsudo.rest())
                    .startsWith("HTTP/1.1 408 ")
                    .contains("{\"code\":\"request_timeout\",");
            assertThat(credebl.rest())
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"statusCode\":408", "\"error\":\"Request Timeout\"");
        } finally {
            slow.forEach(RawConnection::close);
        }
        // In the long run the classes take turns. Otherwise others send bodies all the time.
        if (Soak.ON) {
            Await.until(
                    "the bodies are forgotten",
                    Duration.ofSeconds(60),
                    () -> TestServer.metrics().sum("authrealm_request_bodies_bytes") == 0);
        }
    }

    @Test
    void clientThatExpectsContinueGetsIt() {
        String body = body(realm.user());
        try (RawConnection connection =
                beginSignIn(
                        LAST, JSON, "Expect: 100-continue", "Content-Length: " + body.length())) {
            assertThat(connection.head()).startsWith("HTTP/1.1 100 ");
            assertThat(connection.send(body).rest()).contains("HTTP/1.1 200 ", "access_token");
        }
    }

    @Test
    void bodyInManySmallPiecesIsOne() {
        try (RawConnection connection = beginSignIn(LAST, JSON, CHUNKED)) {
            for (char c : body(realm.user()).toCharArray()) {
                connection.send("1\r\n" + c + "\r\n");
            }
            assertThat(connection.send("0\r\n\r\n").rest())
                    .contains("HTTP/1.1 200 ", "access_token");
        }
    }
}
