package io.authrealm.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A connection on which a test sends what no HTTP client would send, or sends it arbitrarily
 * slowly.
 */
final class RawConnection implements AutoCloseable {

    private final Socket socket;

    /**
     * @param limit how long it waits for the server to send something
     */
    RawConnection(String serverUrl, Duration limit) {
        URI server = URI.create(serverUrl);
        try {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout((int) limit.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the head of a request and the empty line after it. */
    RawConnection begin(String method, String target, String... headers) {
        return send(
                method
                        + ' '
                        + target
                        + " HTTP/1.1\r\nHost: localhost:"
                        + socket.getPort()
                        + "\r\n"
                        + String.join("\r\n", headers)
                        + (headers.length == 0 ? "\r\n" : "\r\n\r\n"));
    }

    RawConnection send(String more) {
        try {
            socket.getOutputStream().write(more.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that the server sends up to the first empty line. */
    String head() {
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new AssertionError("the server sent no more than " + head);
                }
                head.append((char) next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return head.toString();
    }

    /** Everything that the server sends until it closes the connection. */
    String rest() {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
