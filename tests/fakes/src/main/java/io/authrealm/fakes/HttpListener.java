package io.authrealm.fakes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A port on which every connection carries one request. */
final class HttpListener implements AutoCloseable {

    /** A request: its path, its headers by their names in lower case, and its body. */
    record Request(String path, Map<String, String> headers, byte[] body) {}

    /** Answers a request, on a thread of its own. The connection is closed when it returns. */
    interface Responder {
        void answer(Request request, HttpAnswer answer) throws IOException, InterruptedException;
    }

    private static final int MAX_LINE_CHARS = 8192;
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final String threadName;
    private final Responder responder;
    private final int port;

    private ServerSocket listening;
    private Thread accepting;

    HttpListener(String threadName, Responder responder) {
        this.threadName = threadName;
        this.responder = responder;
        listening = listen(0);
        port = listening.getLocalPort();
        accepting = serve(listening);
    }

    int port() {
        return port;
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** Refuses connections until {@link #up()}. */
    synchronized void down() {
        try {
            listening.close();
            // Until it has noticed, the system keeps accepting connections for it.
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void up() {
        if (listening.isClosed()) {
            listening = listen(port);
            accepting = serve(listening);
        }
    }

    @Override
    public void close() {
        down();
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port), 500);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Thread serve(ServerSocket socket) {
        return start(
                () -> {
                    while (!socket.isClosed()) {
                        try {
                            Socket connection = socket.accept();
                            start(() -> answer(connection));
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
    }

    private Thread start(Runnable work) {
        Thread thread = new Thread(work, threadName);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void answer(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            String requestLine = line(in);
            if (requestLine.isEmpty()) {
                return;
            }
            Map<String, String> headers = new ConcurrentHashMap<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            byte[] body = in.readNBytes(Math.min(length, MAX_BODY_BYTES));
            responder.answer(
                    new Request(requestLine.split(" ", 3)[1], headers, body),
                    new HttpAnswer(connection.getOutputStream()));
        } catch (IOException | InterruptedException e) {
            // The client has disconnected, which some tests do on purpose.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read();
                b != -1 && b != '\n' && line.length() < MAX_LINE_CHARS;
                b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
