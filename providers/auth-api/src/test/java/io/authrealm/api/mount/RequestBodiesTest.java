package io.authrealm.api.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much memory bodies take, on a server that echoes their length. */
@Timeout(120)
class RequestBodiesTest {

    private static final int MAX = 400_000;
    private static final int ROOM = 1_000_000;
    private static final int SMALL = 10_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        Metrics.addRegistry(meters);
        RequestBodies bodies = new RequestBodies(MAX, ROOM);
        Router router = Router.router(vertx);
        router.route()
                .handler(c -> bodies.take(c, () -> c.response().setStatusCode(413)))
                .handler(
                        c -> {
                            int length = c.body().buffer() == null ? 0 : c.body().length();
                            c.response().end("length " + length);
                        });
        server =
                vertx.createHttpServer(new HttpServerOptions().setPort(0).setHost("127.0.0.1"))
                        .requestHandler(router)
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        Metrics.removeRegistry(meters);
        // A meter that is there already would go on counting for the server before.
        Metrics.globalRegistry.clear();
    }

    /** A connection on which a body has begun to come. */
    private Socket send(int announced, int sent) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.actualPort());
        socket.setSoTimeout(30_000);
        String head =
                "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                        .formatted(announced);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[sent]);
        socket.getOutputStream().flush();
        return socket;
    }

    private String answer(int announced, int sent) throws IOException {
        try (Socket socket = send(announced, sent)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private void awaitTaken(long bytes) {
        while (meters.get("authrealm.request.bodies").gauge().value() != bytes) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void memoryIsGivenBackAfterTheAnswer() throws IOException {
        assertThat(answer(SMALL, SMALL)).contains("length " + SMALL);
        awaitTaken(0);
    }

    @Test
    void memoryIsGivenBackIfTheConnectionBreaks() throws IOException {
        try (Socket broken = send(SMALL, SMALL / 2)) {
            assertThat(broken.isConnected()).isTrue();
            awaitTaken(SMALL / 2);
        }
        awaitTaken(0);
    }

    @Test
    void bodyThatIsTooLongGoesOnWithoutItsContent() throws IOException {
        assertThat(answer(MAX + 1, MAX + 1)).startsWith("HTTP/1.1 413 ").contains("length 0");
        awaitTaken(0);
    }

    @Test
    void bodiesThatFindNoRoomAreRefusedTheLargeOnesFirst() throws IOException {
        int part = 300_000;
        try (Socket large = send(MAX, part)) {
            awaitTaken(part);
            assertThat(answer(MAX, part))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("Retry-After: 5")
                    .contains("\"code\":\"unavailable\"");
            assertThat(answer(SMALL, SMALL)).startsWith("HTTP/1.1 200 ");
            assertThat(large.isConnected()).isTrue();
        }
        awaitTaken(0);
        assertThat(answer(part, part)).startsWith("HTTP/1.1 200 ").contains("length " + part);
    }
}
