package io.authrealm.core.breach;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the lines of a {@link HashSource}: hex digits of either case, a colon, a count, and
 * the end of the line (LF, CRLF or that of the file). The hashes have to ascend. Lines with the
 * count 0 are padding and are skipped. Memory is bounded by one buffer.
 */
final class HashReader implements Closeable {

    /**
     * The start of a line.
     *
     * @param range the file
     * @param offset in the file, in bytes
     * @param line how many lines of the file precede it
     * @param consumed how many bytes precede it, over all files
     * @param last the previous hash, or null if it is the first
     */
    record Position(int range, long offset, long line, long consumed, @Nullable Hash last) {}

    /** The 160 bits of a hash. */
    record Hash(long high, long middle, int low) {}

    private static final int BUFFER_BYTES = 1 << 18;

    /** 40 digits, a colon, a count of 19 digits and CRLF need 62. */
    private static final int MAX_LINE_BYTES = 64;

    private static final int MAX_COUNT_DIGITS = 19;
    private static final int HASH_DIGITS = 40;
    private static final int NTLM_DIGITS = 32;
    private static final int DIGITS_PER_LONG = 16;
    private static final int BITS_PER_DIGIT = 4;

    /** The value of a byte as a hex digit, or -1. */
    private static final byte[] HEX = hexValues();

    private final HashSource source;
    private final byte[] buffer = new byte[BUFFER_BYTES + MAX_LINE_BYTES];
    private final ByteBuffer filling = ByteBuffer.wrap(buffer);

    /** Null until the first line is asked for; read only while a file is open. */
    @SuppressWarnings("NullAway.Init")
    private FileChannel channel;

    /** Null as long as the channel is. */
    @SuppressWarnings("NullAway.Init")
    private Path file;

    private int range = -1;
    private boolean ended = true;
    private int at;
    private int limit;
    private int lineStart;
    private long bufferOffset;
    private long line;
    private long consumedFiles;

    private long parsedHigh;
    private long parsedMiddle;
    private int parsedLow;
    private int parsedCount;

    private boolean hasHash;
    private long high;
    private long middle;
    private int low;
    private int count;

    private boolean hasLast;
    private long lastHigh;
    private long lastMiddle;
    private int lastLow;

    /** Starts at the first line. */
    HashReader(HashSource source) {
        this.source = source;
    }

    /** Starts at a line whose position came from a reader of the same source. */
    HashReader(HashSource source, Position position) throws IOException, CorpusException {
        this(source);
        Hash last = position.last();
        if (last != null) {
            hasHash = true;
            high = last.high();
            middle = last.middle();
            low = last.low();
        }
        consumedFiles = position.consumed() - position.offset();
        try {
            open(position.range(), position.offset(), position.line());
        } catch (IOException | CorpusException e) {
            close();
            throw e;
        }
    }

    /**
     * Moves to the next line.
     *
     * @return whether there is one
     * @throws CorpusException if the line is invalid; the message has its number
     * @throws IOException if it cannot be read
     */
    boolean next() throws IOException, CorpusException {
        do {
            if (!advance()) {
                return false;
            }
        } while (parsedCount == 0);
        if (hasHash) {
            checkOrder();
        }
        hasLast = hasHash;
        lastHigh = high;
        lastMiddle = middle;
        lastLow = low;
        hasHash = true;
        high = parsedHigh;
        middle = parsedMiddle;
        low = parsedLow;
        count = parsedCount;
        return true;
    }

    /** The first 64 bits of the hash. */
    long high() {
        return high;
    }

    /** At least 1; values above the largest int are cut to it. */
    int count() {
        return count;
    }

    /** The start of the current line. */
    Position position() {
        long offset = bufferOffset + lineStart;
        Hash last = hasLast ? new Hash(lastHigh, lastMiddle, lastLow) : null;
        return new Position(range, offset, line - 1, consumedFiles + offset, last);
    }

    /** How many bytes precede the end of the current line, over all files. */
    long consumed() {
        return consumedFiles + bufferOffset + at;
    }

    private void checkOrder() throws CorpusException {
        int order = Long.compareUnsigned(parsedHigh, high);
        if (order == 0) {
            order = Long.compareUnsigned(parsedMiddle, middle);
        }
        if (order == 0) {
            order = Integer.compareUnsigned(parsedLow, low);
        }
        if (order == 0) {
            throw malformed("the hash is that of the line before");
        }
        if (order < 0) {
            throw malformed("the hash is below that before it; is it the list ordered by hash?");
        }
    }

    private boolean advance() throws IOException, CorpusException {
        while (true) {
            if (limit - at < MAX_LINE_BYTES && !ended) {
                fill();
            }
            if (at < limit) {
                line++;
                lineStart = at;
                if (!isLineEnd(buffer[at])) {
                    parse();
                    return true;
                }
                skipEmptyEnd();
            }
            if (!openNext()) {
                return false;
            }
        }
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    /** An editor may have left empty lines at the end of a file; elsewhere they are suspicious. */
    private void skipEmptyEnd() throws IOException, CorpusException {
        while (at < limit) {
            if (!isLineEnd(buffer[at])) {
                throw malformed("the line is empty");
            }
            at++;
            if (at == limit && !ended) {
                fill();
                lineStart = 0;
            }
        }
    }

    private boolean openNext() throws IOException, CorpusException {
        int next = source.ranges().nextSetBit(range + 1);
        if (next < 0) {
            return false;
        }
        consumedFiles += bufferOffset + limit;
        open(next, 0, 0);
        return true;
    }

    private void open(int range, long offset, long line) throws IOException, CorpusException {
        close();
        this.range = range;
        this.line = line;
        file = source.file(range);
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            channel.position(offset);
        } catch (IOException e) {
            throw new FileFailure(file, "cannot be read", e);
        }
        ended = false;
        at = 0;
        limit = 0;
        bufferOffset = offset;
        fill();
        if (offset == 0) {
            checkBeginning();
        }
    }

    /** Reads enough for a whole line; the end of the file is followed by zeros. */
    private void fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, limit - at);
        bufferOffset += at;
        limit -= at;
        at = 0;
        try {
            while (limit < MAX_LINE_BYTES && !ended) {
                filling.limit(BUFFER_BYTES).position(limit);
                ended = channel.read(filling) < 0;
                limit = filling.position();
            }
        } catch (IOException e) {
            throw new FileFailure(file, "cannot be read", e);
        }
        if (ended) {
            Arrays.fill(buffer, limit, limit + MAX_LINE_BYTES, (byte) 0);
        }
    }

    private void checkBeginning() throws CorpusException {
        if (begins(0xef, 0xbb, 0xbf) || begins(0xff, 0xfe) || begins(0xfe, 0xff)) {
            throw new CorpusException(
                    file + ": the file begins with a byte order mark; save it as plain ASCII");
        }
        String packer = null;
        if (begins(0x1f, 0x8b)) {
            packer = "gzip";
        } else if (begins('P', 'K')) {
            packer = "zip";
        } else if (begins('7', 'z', 0xbc, 0xaf)) {
            packer = "7-Zip";
        } else if (begins(0xfd, '7', 'z', 'X', 'Z')) {
            packer = "xz";
        } else if (begins(0x28, 0xb5, 0x2f, 0xfd)) {
            packer = "zstd";
        } else if (begins('B', 'Z', 'h')) {
            packer = "bzip2";
        }
        if (packer != null) {
            throw new CorpusException(
                    file + ": the file is packed with " + packer + "; unpack it first");
        }
    }

    private boolean begins(int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (buffer[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** The buffer holds at least the longest line from here on, or the end followed by zeros. */
    private void parse() throws CorpusException {
        int p = at;
        int bad = 0;
        long value = source.prefixDigits() == 0 ? 0 : range;
        for (int end = p + DIGITS_PER_LONG - source.prefixDigits(); p < end; p++) {
            int digit = HEX[buffer[p] & 0xff];
            bad |= digit;
            value = value << BITS_PER_DIGIT | digit;
        }
        parsedHigh = value;
        value = 0;
        for (int end = p + DIGITS_PER_LONG; p < end; p++) {
            int digit = HEX[buffer[p] & 0xff];
            bad |= digit;
            value = value << BITS_PER_DIGIT | digit;
        }
        parsedMiddle = value;
        int last = 0;
        for (int end = p + HASH_DIGITS - 2 * DIGITS_PER_LONG; p < end; p++) {
            int digit = HEX[buffer[p] & 0xff];
            bad |= digit;
            last = last << BITS_PER_DIGIT | digit;
        }
        parsedLow = last;
        if (bad < 0 || buffer[p] != ':') {
            throw notAHash();
        }
        parseCount(p + 1);
    }

    private void parseCount(int start) throws CorpusException {
        int p = start;
        long value = 0;
        int digit = buffer[p] - '0';
        while (digit >= 0 && digit <= 9 && p - start < MAX_COUNT_DIGITS) {
            value = Math.min(Integer.MAX_VALUE, value * 10 + digit);
            digit = buffer[++p] - '0';
        }
        if (p == start) {
            throw malformed("a count is missing behind the hash");
        }
        if (p < limit) {
            if (buffer[p] == '\r') {
                p++;
            }
            if (p < limit && buffer[p++] != '\n') {
                throw malformed(
                        digit >= 0 && digit <= 9
                                ? "the count has more than 19 digits"
                                : "something follows the count");
            }
        }
        parsedCount = (int) value;
        at = p;
    }

    private CorpusException notAHash() {
        int expected = HASH_DIGITS - source.prefixDigits();
        int digits = 0;
        while (digits < HASH_DIGITS && HEX[buffer[lineStart + digits] & 0xff] >= 0) {
            digits++;
        }
        boolean isWhole = buffer[lineStart + digits] == ':';
        if (isWhole && digits == NTLM_DIGITS) {
            return malformed("the hash is of NTLM; the list of SHA-1 hashes is needed");
        }
        if (isWhole && digits == HASH_DIGITS - HashSource.RANGE_DIGITS) {
            return malformed(
                    "the hash lacks its first 5 digits; name the folder of the range files");
        }
        return malformed(expected + " hex digits and a colon are expected");
    }

    private CorpusException malformed(String reason) {
        return new CorpusException(file + ", line " + line + ": " + reason);
    }

    private static byte[] hexValues() {
        byte[] values = new byte[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i < 128 ? Character.digit(i, 16) : -1);
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
