package io.authrealm.api.http;

import java.io.IOException;
import java.io.InputStream;

/** A body of limited length: one that is longer breaks off. */
final class LimitedBody extends InputStream {

    private final InputStream body;
    private long left;

    LimitedBody(InputStream body, long maxBytes) {
        this.body = body;
        this.left = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int read = body.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = body.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) throws IOException {
        left -= read;
        if (left < 0) {
            throw new IOException("the body is too large");
        }
    }
}
