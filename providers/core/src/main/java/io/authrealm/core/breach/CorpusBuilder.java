package io.authrealm.core.breach;

import io.authrealm.core.breach.HashReader.Position;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Builds a corpus from a {@link HashSource} in one pass and in bounded memory: some buffers, two
 * megabytes together.
 *
 * <p>It writes {@code <output>.part}, flushes it to the disk, reads it once more, and renames it
 * onto the output. Every few seconds {@code <output>.checkpoint} records where to resume. After a
 * crash the result is byte for byte the same as without it. {@code <output>.lock} excludes other
 * builds.
 */
final class CorpusBuilder {

    /**
     * @param rangeDigits of the file names if the input is a folder
     * @param allowMissing whether a folder may lack range files
     */
    record Settings(
            int remainderBits,
            int rangeDigits,
            boolean allowMissing,
            Duration betweenCheckpoints,
            Clock clock) {

        static Settings standard(boolean allowMissing) {
            return new Settings(
                    CorpusLayout.DEFAULT_REMAINDER_BITS,
                    HashSource.RANGE_DIGITS,
                    allowMissing,
                    Duration.ofSeconds(5),
                    Clock.systemUTC());
        }
    }

    /**
     * The finished corpus; the lengths in bits are those of all entries together.
     *
     * @param directoryBytes with the header and the padding
     */
    record Built(long entries, long bytes, long directoryBytes, long countBits) {

        double hashBytesPerEntry() {
            return bytesPerEntry() - countBytesPerEntry() - perEntry(directoryBytes);
        }

        double countBytesPerEntry() {
            return perEntry(countBits) / Byte.SIZE;
        }

        double directoryBytesPerEntry() {
            return perEntry(directoryBytes);
        }

        double bytesPerEntry() {
            return perEntry(bytes);
        }

        private double perEntry(long amount) {
            return entries == 0 ? 0 : (double) amount / entries;
        }
    }

    private final Path input;
    private final Path output;
    private final Path part;
    private final Path checkpointFile;
    private final Path lockFile;
    private final Settings settings;
    private final BuildListener listener;

    CorpusBuilder(Path input, Path output, Settings settings, BuildListener listener) {
        this.input = input;
        this.output = output;
        this.part = beside(output, ".part");
        this.checkpointFile = beside(output, ".checkpoint");
        this.lockFile = beside(output, ".lock");
        this.settings = settings;
        this.listener = listener;
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Whether an unfinished build has left a checkpoint. */
    boolean canGoOn() {
        return Files.exists(checkpointFile);
    }

    /**
     * Builds the corpus, or resumes where an earlier call was stopped.
     *
     * @throws CorpusException if the input is invalid, or another build is running; nothing is left
     *     then
     * @throws IOException if a file cannot be read or written; a later call resumes
     */
    Built build() throws IOException, CorpusException {
        checkPaths();
        try (BuildLock lock = takeLock()) {
            HashSource source =
                    HashSource.of(input, settings.rangeDigits(), settings.allowMissing());
            try {
                Built built = write(source);
                BuildCheckpoint.delete(checkpointFile);
                return built;
            } catch (CorpusException e) {
                // The output of an invalid input is useless for a corrected one.
                BuildCheckpoint.delete(checkpointFile);
                Files.deleteIfExists(part);
                throw e;
            }
        }
    }

    private void checkPaths() throws IOException, CorpusException {
        if (!Files.exists(input)) {
            throw new CorpusException(input + ": there is no such file or folder");
        }
        if (Files.isDirectory(output)) {
            throw new CorpusException(output + ": this is a folder; name the file to write");
        }
        if (!Files.isDirectory(folder())) {
            throw new CorpusException(folder() + ": there is no such folder to write into");
        }
        for (Path written : List.of(output, part, checkpointFile, lockFile)) {
            if (Files.exists(written) && Files.isSameFile(written, input)) {
                throw new CorpusException(input + ": the input would be written over");
            }
        }
    }

    private Path folder() {
        // Only a root has no parent, and a root is a folder, which the output is not.
        return Objects.requireNonNull(output.toAbsolutePath().getParent());
    }

    private BuildLock takeLock() throws IOException, CorpusException {
        return BuildLock.take(lockFile)
                .orElseThrow(
                        () -> new CorpusException(output + ": another build is writing this file"));
    }

    private Built write(HashSource source) throws IOException, CorpusException {
        InputSample sample = InputSample.of(source);
        CorpusLayout layout =
                CorpusLayout.forEntries(
                        sample.expectedEntries(), settings.remainderBits(), sample.countOrder());
        checkSpace(layout, sample);
        Built built;
        try (FileChannel channel = openPart()) {
            built = write(source, layout, channel);
        }
        listener.checking();
        // The checksums cover what was meant to be written, not what the disk holds.
        BreachCorpus.open(part);
        putInPlace();
        return built;
    }

    private void checkSpace(CorpusLayout layout, InputSample sample) throws IOException {
        long needed = layout.expectedFileBytes(sample.expectedEntries(), sample.meanCountBits());
        long usable = Files.getFileStore(folder()).getUsableSpace();
        long present = Files.exists(part) ? Files.size(part) : 0;
        // Some file systems do not report it.
        if (usable > 0 && needed > usable + present) {
            throw new IOException(
                    output
                            + ": not enough space: about "
                            + needed
                            + " bytes are needed, "
                            + (usable + present)
                            + " are free");
        }
    }

    private FileChannel openPart() throws IOException {
        try {
            return FileChannel.open(
                    part,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new FileFailure(part, "cannot be written", e);
        }
    }

    private Built write(HashSource source, CorpusLayout layout, FileChannel channel)
            throws IOException, CorpusException {
        Optional<BuildCheckpoint> checkpoint =
                BuildCheckpoint.read(checkpointFile).filter(c -> c.isOf(source, layout));
        Optional<CorpusWriter> resumed =
                checkpoint.isPresent()
                        ? CorpusWriter.resume(
                                channel, part, source, layout, checkpoint.get().written())
                        : Optional.empty();
        CorpusWriter writer;
        Instant began;
        if (resumed.isPresent()) {
            writer = resumed.get();
            began = checkpoint.get().built();
            Position position = checkpoint.get().position();
            listener.started(source.bytes(), position.consumed());
            try (HashReader reader = new HashReader(source, position)) {
                copy(reader, writer, source, layout, began);
            }
        } else {
            began = Instant.ofEpochSecond(settings.clock().instant().getEpochSecond());
            // The header of an earlier file would vouch for data that is not there yet.
            channel.truncate(0);
            writer = new CorpusWriter(channel, part, source, layout);
            listener.started(source.bytes(), 0);
            try (HashReader reader = new HashReader(source)) {
                copy(reader, writer, source, layout, began);
            }
        }
        CorpusHeader header = writer.finish(began);
        return new Built(
                header.entries(),
                layout.fileBytes(header.blockBytes()),
                layout.fileBytes(0),
                writer.countBits());
    }

    private void copy(
            HashReader reader,
            CorpusWriter writer,
            HashSource source,
            CorpusLayout layout,
            Instant began)
            throws IOException, CorpusException {
        long last = System.nanoTime();
        while (reader.next()) {
            long fingerprint = layout.fingerprint(reader.high());
            if (writer.isInLaterGroup(fingerprint)) {
                long now = System.nanoTime();
                if (now - last >= settings.betweenCheckpoints().toNanos()) {
                    new BuildCheckpoint(
                                    source.bytes(),
                                    source.version(),
                                    source.prefixDigits(),
                                    layout,
                                    began,
                                    reader.position(),
                                    writer.endGroups(fingerprint))
                            .write(checkpointFile);
                    last = System.nanoTime();
                }
                listener.advanced(reader.consumed(), writer.entries());
            }
            writer.add(fingerprint, reader.count());
        }
    }

    private void putInPlace() throws IOException {
        try {
            Files.move(part, output, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FileFailure(output, "cannot be replaced", e);
        }
        try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Windows cannot open a folder; there the rename reaches the disk by itself.
            return;
        }
    }
}
