package io.authrealm.core.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Reads whole files, and renders the results as text that can be compared. */
final class Reading {

    private Reading() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All results of a file that is sent in one chunk. */
    static List<String> whole(ImportSource source, byte[] file) {
        return all(RecordReader.start(source, new ByteArrayInputStream(file), true));
    }

    static List<String> whole(ImportSource source, String file) {
        return whole(source, bytes(file));
    }

    /** All results up to the end. */
    static List<String> all(RecordReader reader) {
        List<String> found = new ArrayList<>();
        while (true) {
            ReadResult result = next(reader);
            if (result instanceof ReadResult.EndOfPart) {
                return found;
            }
            found.add(described(result));
            if (result instanceof ReadResult.Malformed) {
                return found;
            }
        }
    }

    static ReadResult next(RecordReader reader) {
        try {
            return reader.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String described(ReadResult result) {
        if (result instanceof ReadResult.Record found) {
            return found.line() + " " + new String(found.content(), StandardCharsets.UTF_8);
        }
        if (result instanceof ReadResult.Refused refused) {
            return refused.line() + " refused " + refused.code();
        }
        return result.toString();
    }

    /** A stream that gives the bytes in pieces of random length. */
    static InputStream pieces(byte[] bytes, Random random) {
        InputStream whole = new ByteArrayInputStream(bytes);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return whole.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return whole.read(target, offset, Math.min(length, 1 + random.nextInt(7)));
            }
        };
    }

    static byte[] from(byte[] file, long offset) {
        return Arrays.copyOfRange(file, Math.toIntExact(offset), file.length);
    }
}
