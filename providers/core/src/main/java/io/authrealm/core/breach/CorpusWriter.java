package io.authrealm.core.breach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Writes the blocks and the directory of a corpus in one pass, each to its own position, and the
 * header last. An unfinished file has a header of zeros.
 */
final class CorpusWriter {

    /**
     * What was written up to the start of a group of blocks; enough to resume there.
     *
     * @param group the next one
     * @param countBits the length of all counts together
     */
    record State(
            long group,
            long blockBytes,
            long entries,
            long countBits,
            int directoryChecksum,
            int blockChecksum) {}

    private static final int FLUSH_BYTES = 1 << 20;

    /** The longest entry: 2^7 zeros, the remainder, and a count of 63 bits. */
    private static final int MAX_ENTRY_BYTES = 64;

    private static final int MAX_PUT_BITS = 32;

    private final FileChannel channel;
    private final Path file;
    private final HashSource source;
    private final CorpusLayout layout;
    private final int spanBits;
    private final long spanMask;
    private final CRC32C directoryCrc = new CRC32C();
    private final CRC32C blockCrc = new CRC32C();

    private final byte[] blockBuffer =
            new byte
                    [FLUSH_BYTES
                            + CorpusLayout.MAX_BLOCK_BYTES
                            + MAX_ENTRY_BYTES
                            + CorpusLayout.PADDING_BYTES];
    private final ByteBuffer directoryBuffer =
            ByteBuffer.allocate(FLUSH_BYTES / CorpusLayout.GROUP_BYTES * CorpusLayout.GROUP_BYTES);

    private long directoryWritten;
    private long blocksWritten;
    private int blockStart;
    private int at;
    private long held;
    private int heldBits;

    private long block;
    private long lastInBlock = -1;
    private long entries;
    private long countBits;

    private boolean isPending;
    private long pending;
    private int pendingCount;

    /**
     * Begins a new file.
     *
     * @param source is named in errors about its hashes
     */
    CorpusWriter(FileChannel channel, Path file, HashSource source, CorpusLayout layout) {
        this.channel = channel;
        this.file = file;
        this.source = source;
        this.layout = layout;
        this.spanBits = layout.spanBits();
        this.spanMask = (1L << spanBits) - 1;
    }

    /** Resumes in a file; empty if the file does not contain what the state says. */
    static Optional<CorpusWriter> resume(
            FileChannel channel, Path file, HashSource source, CorpusLayout layout, State state)
            throws IOException {
        CorpusWriter writer = new CorpusWriter(channel, file, source, layout);
        writer.block = state.group() * CorpusLayout.BLOCKS_PER_GROUP;
        writer.directoryWritten = state.group() * CorpusLayout.GROUP_BYTES;
        writer.blocksWritten = state.blockBytes();
        writer.entries = state.entries();
        writer.countBits = state.countBits();
        boolean whole =
                writer.read(CorpusLayout.HEADER_BYTES, writer.directoryWritten, writer.directoryCrc)
                        && writer.read(layout.blocksStart(), writer.blocksWritten, writer.blockCrc)
                        && (int) writer.directoryCrc.getValue() == state.directoryChecksum()
                        && (int) writer.blockCrc.getValue() == state.blockChecksum();
        return whole ? Optional.of(writer) : Optional.empty();
    }

    private boolean read(long from, long length, CRC32C crc) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(blockBuffer);
        long done = 0;
        try {
            while (done < length) {
                buffer.clear().limit((int) Math.min(FLUSH_BYTES, length - done));
                int read = channel.read(buffer, from + done);
                if (read < 0) {
                    return false;
                }
                crc.update(blockBuffer, 0, read);
                done += read;
            }
        } catch (IOException e) {
            throw new FileFailure(file, "cannot be read", e);
        }
        return true;
    }

    /**
     * Whether a fingerprint begins another group than the previous one, which may not be written
     * yet.
     */
    boolean isInLaterGroup(long fingerprint) {
        long present = isPending ? group(pending) : block / CorpusLayout.BLOCKS_PER_GROUP;
        return group(fingerprint) > present;
    }

    private long group(long fingerprint) {
        return (fingerprint >>> spanBits) / CorpusLayout.BLOCKS_PER_GROUP;
    }

    /**
     * Adds an entry; of equal fingerprints, which are rare, the larger count is kept.
     *
     * @param fingerprint not below the one before
     * @param count at least 1
     * @throws CorpusException if so many have the same beginning that they cannot be hashes
     */
    void add(long fingerprint, int count) throws IOException, CorpusException {
        if (isPending) {
            if (fingerprint == pending) {
                pendingCount = Math.max(pendingCount, count);
                return;
            }
            writePending();
        }
        isPending = true;
        pending = fingerprint;
        pendingCount = count;
    }

    /**
     * Ends all groups before that of a fingerprint and flushes them to the disk.
     *
     * @param fingerprint that begins another group
     */
    State endGroups(long fingerprint) throws IOException, CorpusException {
        if (isPending) {
            writePending();
            isPending = false;
        }
        endBlocks(group(fingerprint) * CorpusLayout.BLOCKS_PER_GROUP);
        flush();
        force();
        return new State(
                block / CorpusLayout.BLOCKS_PER_GROUP,
                blocksWritten,
                entries,
                countBits,
                (int) directoryCrc.getValue(),
                (int) blockCrc.getValue());
    }

    /** Ends the file and flushes it to the disk. The writer cannot be used afterwards. */
    CorpusHeader finish(Instant built) throws IOException, CorpusException {
        if (isPending) {
            writePending();
        }
        endBlocks(layout.groups() * CorpusLayout.BLOCKS_PER_GROUP);
        long blockBytes = blocksWritten + at;
        Arrays.fill(blockBuffer, at, at + CorpusLayout.PADDING_BYTES, (byte) 0);
        at += CorpusLayout.PADDING_BYTES;
        flush();
        CorpusHeader header =
                new CorpusHeader(
                        layout,
                        entries,
                        built,
                        blockBytes,
                        (int) directoryCrc.getValue(),
                        (int) blockCrc.getValue());
        try {
            // An earlier attempt may have written more before it was stopped.
            channel.truncate(layout.fileBytes(blockBytes));
        } catch (IOException e) {
            throw new FileFailure(file, "cannot be written", e);
        }
        // No header may reach the disk before the data that it vouches for.
        force();
        write(header.encode(), 0);
        force();
        return header;
    }

    long entries() {
        return entries;
    }

    /** The length of all counts together. */
    long countBits() {
        return countBits;
    }

    private void writePending() throws IOException, CorpusException {
        endBlocks(pending >>> spanBits);
        long value = pending & spanMask;
        long gap = value - lastInBlock - 1;
        lastInBlock = value;
        int remainderBits = layout.remainderBits();
        long quotient = gap >>> remainderBits;
        while (quotient >= MAX_PUT_BITS) {
            put(0, MAX_PUT_BITS);
            quotient -= MAX_PUT_BITS;
        }
        put(1, (int) quotient + 1);
        put(gap & (1L << remainderBits) - 1, remainderBits);
        long count = CountCode.value(pendingCount, layout.countOrder());
        int zeros = CountCode.zeros(count, layout.countOrder());
        put(0, zeros);
        put(count, zeros + 1 + layout.countOrder());
        countBits += 2 * zeros + 1 + layout.countOrder();
        entries++;
        checkLength();
    }

    /** At most 32 bits. */
    private void put(long bits, int length) {
        held = held << length | bits;
        heldBits += length;
        while (heldBits >= Byte.SIZE) {
            heldBits -= Byte.SIZE;
            blockBuffer[at++] = (byte) (held >>> heldBits);
        }
    }

    private void endBlocks(long next) throws IOException, CorpusException {
        while (block < next) {
            if (heldBits > 0) {
                put(0, Byte.SIZE - heldBits);
            }
            checkLength();
            endBlock(at - blockStart);
        }
    }

    private void endBlock(int length) throws IOException {
        if (block % CorpusLayout.BLOCKS_PER_GROUP == 0) {
            if (!directoryBuffer.hasRemaining()) {
                flushDirectory();
            }
            directoryBuffer.putLong(blocksWritten + blockStart);
        }
        directoryBuffer.putShort((short) length);
        if (at >= FLUSH_BYTES) {
            flushBlocks();
        }
        blockStart = at;
        lastInBlock = -1;
        block++;
    }

    private void checkLength() throws CorpusException {
        if (at - blockStart > CorpusLayout.MAX_BLOCK_BYTES) {
            throw new CorpusException(
                    source.path()
                            + ": too many of the hashes begin alike; those of passwords do not");
        }
    }

    private void flush() throws IOException {
        flushBlocks();
        flushDirectory();
    }

    private void flushBlocks() throws IOException {
        write(ByteBuffer.wrap(blockBuffer, 0, at), layout.blocksStart() + blocksWritten);
        blockCrc.update(blockBuffer, 0, at);
        blocksWritten += at;
        at = 0;
        blockStart = 0;
    }

    private void flushDirectory() throws IOException {
        directoryBuffer.flip();
        int length = directoryBuffer.limit();
        directoryCrc.update(directoryBuffer.array(), 0, length);
        write(directoryBuffer, CorpusLayout.HEADER_BYTES + directoryWritten);
        directoryWritten += length;
        directoryBuffer.clear();
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        long next = position;
        try {
            while (bytes.hasRemaining()) {
                next += channel.write(bytes, next);
            }
        } catch (IOException e) {
            throw new FileFailure(file, "cannot be written", e);
        }
    }

    private void force() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw new FileFailure(file, "cannot be written", e);
        }
    }
}
