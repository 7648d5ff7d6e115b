package io.authrealm.core.breach;

import io.authrealm.core.breach.HashReader.Hash;
import io.authrealm.core.breach.HashReader.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Where a build resumes after it was stopped. The whole checkpoint is written anew each time and
 * renamed into place, so a checkpoint is either complete or missing.
 *
 * @param sourceBytes and sourceVersion change with the input
 * @param built when the build began; it is part of the result
 */
record BuildCheckpoint(
        long sourceBytes,
        long sourceVersion,
        int prefixDigits,
        CorpusLayout layout,
        Instant built,
        Position position,
        CorpusWriter.State written) {

    private static final long MAGIC = 0x89_41_52_50_57_43_4b_01L;
    private static final int BYTES = 132;
    private static final int CHECKSUM_AT = BYTES - Integer.BYTES;

    /** Whether the checkpoint belongs to this input and these parameters. */
    boolean isOf(HashSource source, CorpusLayout layout) {
        return sourceBytes == source.bytes()
                && sourceVersion == source.version()
                && prefixDigits == source.prefixDigits()
                && this.layout.equals(layout);
    }

    /** Writes the checkpoint to the disk and replaces the previous one. */
    void write(Path file) throws IOException {
        Path next = unfinished(file);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            next,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = encode();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FileFailure(next, "cannot be written", e);
        }
    }

    static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(unfinished(file));
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Reads a checkpoint; empty if the file is missing, damaged or of another release. */
    static Optional<BuildCheckpoint> read(Path file) {
        try {
            if (Files.size(file) != BYTES) {
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(file);
            return bytes.length == BYTES ? decode(ByteBuffer.wrap(bytes)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        Hash last = position.last() == null ? new Hash(0, 0, 0) : position.last();
        bytes.putLong(MAGIC)
                .putLong(sourceBytes)
                .putLong(sourceVersion)
                .putInt(prefixDigits)
                .put((byte) layout.prefixBits())
                .put((byte) layout.remainderBits())
                .put((byte) layout.countOrder())
                .put((byte) (position.last() == null ? 0 : 1))
                .putLong(built.getEpochSecond())
                .putInt(position.range())
                .putLong(position.offset())
                .putLong(position.line())
                .putLong(position.consumed())
                .putLong(last.high())
                .putLong(last.middle())
                .putInt(last.low())
                .putLong(written.group())
                .putLong(written.blockBytes())
                .putLong(written.entries())
                .putLong(written.countBits())
                .putInt(written.directoryChecksum())
                .putInt(written.blockChecksum());
        return bytes.putInt(checksum(bytes)).flip();
    }

    private static Optional<BuildCheckpoint> decode(ByteBuffer bytes) {
        if (bytes.getInt(CHECKSUM_AT) != checksum(bytes) || bytes.getLong() != MAGIC) {
            return Optional.empty();
        }
        long sourceBytes = bytes.getLong();
        long sourceVersion = bytes.getLong();
        int prefixDigits = bytes.getInt();
        CorpusLayout layout = new CorpusLayout(bytes.get(), bytes.get(), bytes.get());
        boolean hasLast = bytes.get() != 0;
        Instant built = Instant.ofEpochSecond(bytes.getLong());
        int range = bytes.getInt();
        long offset = bytes.getLong();
        long line = bytes.getLong();
        long consumed = bytes.getLong();
        Hash last = new Hash(bytes.getLong(), bytes.getLong(), bytes.getInt());
        return Optional.of(
                new BuildCheckpoint(
                        sourceBytes,
                        sourceVersion,
                        prefixDigits,
                        layout,
                        built,
                        new Position(range, offset, line, consumed, hasLast ? last : null),
                        new CorpusWriter.State(
                                bytes.getLong(),
                                bytes.getLong(),
                                bytes.getLong(),
                                bytes.getLong(),
                                bytes.getInt(),
                                bytes.getInt())));
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(CHECKSUM_AT));
        return (int) crc.getValue();
    }
}
