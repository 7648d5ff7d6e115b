package io.authrealm.core.breach;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Prevents two builds from writing to one output, in one process or in two. The system releases the
 * lock when its process ends in any way. Its empty file stays, because another build may be about
 * to lock it.
 */
final class BuildLock implements Closeable {

    private final FileChannel channel;

    private BuildLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock; empty if another build holds it. */
    static Optional<BuildLock> take(Path file) throws IOException {
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new FileFailure(file, "cannot be locked", e);
        } finally {
            if (lock == null && channel != null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new BuildLock(channel));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
