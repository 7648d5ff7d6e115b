package io.authrealm.core.breach;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a corpus; numbers are big-endian.
 *
 * @param blockBytes length of all blocks together, without the padding
 * @param directoryChecksum CRC32C of the directory
 * @param blockChecksum CRC32C of the blocks and the padding
 */
record CorpusHeader(
        CorpusLayout layout,
        long entries,
        Instant built,
        long blockBytes,
        int directoryChecksum,
        int blockChecksum) {

    /**
     * The first byte is not ASCII, and a transfer that converts line ends damages the last three.
     */
    private static final byte[] MAGIC = {(byte) 0x89, 'A', 'R', 'P', 'W', '\r', '\n', 0x1a};

    private static final int VERSION = 1;
    private static final int CHECKSUM_AT = CorpusLayout.HEADER_BYTES - Integer.BYTES;

    /** A generous limit of what can be addressed; sums of lengths below it cannot overflow. */
    private static final long MAX_FILE_BYTES = 1L << 40;

    private static final long MAX_EPOCH_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(CorpusLayout.HEADER_BYTES);
        bytes.put(MAGIC)
                .putInt(VERSION)
                .put((byte) layout.prefixBits())
                .put((byte) layout.remainderBits())
                .put((byte) layout.countOrder())
                .put((byte) 0)
                .putLong(entries)
                .putLong(built.getEpochSecond())
                .putLong(layout.directoryBytes())
                .putLong(blockBytes)
                .putInt(directoryChecksum)
                .putInt(blockChecksum)
                .putInt(0)
                .putInt(checksum(bytes.array()));
        return bytes.flip();
    }

    /**
     * @param bytes the first of the file; fewer than 64 if the file is shorter
     * @param size of the file
     * @throws CorpusException if they are not those of a whole corpus that this version reads
     */
    static CorpusHeader decode(byte[] bytes, long size, Path file) throws CorpusException {
        checkMagic(bytes, file);
        if (bytes.length < CorpusLayout.HEADER_BYTES) {
            throw new CorpusException(file + ": the file is cut off within its header");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).position(MAGIC.length);
        int version = header.getInt();
        // A later version may store its checksum elsewhere.
        if (version != VERSION) {
            throw new CorpusException(
                    file
                            + ": the corpus has version "
                            + Integer.toUnsignedString(version)
                            + " of the format, this release reads version "
                            + VERSION
                            + " only");
        }
        if (ByteBuffer.wrap(bytes).getInt(CHECKSUM_AT) != checksum(bytes)) {
            throw new CorpusException(file + ": the header is damaged (its checksum is wrong)");
        }
        CorpusLayout layout = new CorpusLayout(header.get(), header.get(), header.get());
        byte reserved = header.get();
        long entries = header.getLong();
        long built = header.getLong();
        long directoryBytes = header.getLong();
        long blockBytes = header.getLong();
        int directoryChecksum = header.getInt();
        int blockChecksum = header.getInt();
        if (reserved != 0
                || header.getInt() != 0
                || !layout.isWithinLimits()
                || directoryBytes != layout.directoryBytes()
                || blockBytes < 0
                || blockBytes > MAX_FILE_BYTES
                || entries < 0
                || entries > blockBytes * Byte.SIZE / layout.remainderBits()
                || built < 0
                || built > MAX_EPOCH_SECOND) {
            throw new CorpusException(file + ": the header has impossible values");
        }
        checkSize(layout.fileBytes(blockBytes), size, file);
        return new CorpusHeader(
                layout,
                entries,
                Instant.ofEpochSecond(built),
                blockBytes,
                directoryChecksum,
                blockChecksum);
    }

    private static void checkMagic(byte[] bytes, Path file) throws CorpusException {
        if (bytes.length == 0) {
            throw new CorpusException(file + ": the file is empty");
        }
        int length = Math.min(bytes.length, MAGIC.length);
        if (!Arrays.equals(bytes, 0, length, MAGIC, 0, length)) {
            throw new CorpusException(
                    file + ": the file is not a breach corpus (build-corpus makes one)");
        }
    }

    private static void checkSize(long expected, long size, Path file) throws CorpusException {
        if (size < expected) {
            throw new CorpusException(
                    file + ": the file is cut off; " + (expected - size) + " bytes are missing");
        }
        if (size > expected) {
            throw new CorpusException(
                    file + ": " + (size - expected) + " bytes follow the end of the corpus");
        }
    }

    private static int checksum(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, CHECKSUM_AT);
        return (int) crc.getValue();
    }
}
