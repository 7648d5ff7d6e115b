package io.authrealm.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection on which a test writes what no well-behaved client would write. */
final class Wire implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    Wire(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = socket.getOutputStream();
    }

    Wire send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return this;
    }

    /** The next line, or null if the other side has closed the connection. */
    String line() throws IOException {
        return in.readLine();
    }

    /** The last line of the next answer of SMTP. */
    String reply() throws IOException {
        String line = line();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = line();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
