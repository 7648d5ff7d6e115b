package io.authrealm.api.service.imports;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The content that a client has sent, a chunk of a file.
 *
 * @param isWhole false if the connection broke before the end
 */
record FileChunk(byte[] bytes, boolean isWhole) {

    private static final int BUFFER_BYTES = 65_536;

    /** Reads until the end of {@code in}, which bounds its own length. */
    static FileChunk read(InputStream in) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            int length = in.read(buffer);
            while (length >= 0) {
                bytes.write(buffer, 0, length);
                length = in.read(buffer);
            }
            return new FileChunk(bytes.toByteArray(), true);
        } catch (IOException e) {
            return new FileChunk(bytes.toByteArray(), false);
        }
    }

    InputStream content() {
        return new ByteArrayInputStream(bytes);
    }
}
