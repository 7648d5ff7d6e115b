package io.authrealm.fakes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The answer to one request. It may be one that no real server would send. */
record HttpAnswer(OutputStream out) {

    /**
     * @param status may be followed by lines of headers
     */
    void send(String status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head(status, type, bytes.length);
        write(bytes);
        out.flush();
    }

    /** Sends the body, of which each byte is late. */
    void trickle(String status, String type, String body, int millisPerByte)
            throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head(status, type, bytes.length);
        for (byte b : bytes) {
            out.write(b);
            out.flush();
            TimeUnit.MILLISECONDS.sleep(millisPerByte);
        }
    }

    /** Sends a body that repeats the text until it has at least this length. */
    void repeat(String status, String type, String text, long length) throws IOException {
        head(status, type, length);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (long written = 0; written < length; written += bytes.length) {
            write(bytes);
        }
    }

    /** Sends a body that ends before the length that the answer promises. */
    void cutOff(String status, String type, String body, int missing) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head(status, type, bytes.length + missing);
        write(bytes);
        out.flush();
    }

    /** Sends bytes as they are, with no HTTP around them. */
    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    private void head(String status, String type, long length) throws IOException {
        String head =
                "HTTP/1.1 "
                        + status
                        + "\r\nContent-Type: "
                        + type
                        + "\r\nConnection: close\r\nContent-Length: "
                        + length
                        + "\r\n\r\n";
        write(head.getBytes(StandardCharsets.US_ASCII));
    }
}
