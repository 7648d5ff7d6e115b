package io.authrealm.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A free TCP port, reserved for one owner until it is closed.
 *
 * <p>A server binds its port many seconds after the port was chosen. Two things keep others away
 * from it in the meantime: a lock file, which any other run on this machine respects, and a range
 * below the one from which operating systems pick the ports of outgoing connections.
 */
final class Port implements AutoCloseable {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private final int number;
    private final Path file;
    private final FileChannel lock;

    private Port(int number, Path file, FileChannel lock) {
        this.number = number;
        this.file = file;
        this.lock = lock;
    }

    static Port reserve() {
        int count = HIGHEST - LOWEST;
        int start = ThreadLocalRandom.current().nextInt(count);
        for (int i = 0; i < count; i++) {
            Port port = tryReserve(LOWEST + (start + i) % count);
            if (port != null) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    int number() {
        return number;
    }

    @Override
    public void close() {
        try {
            lock.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The lock ends with the process at the latest; an empty file without a lock is
            // harmless.
        }
    }

    /** Whether a server on localhost could listen on this port now. */
    static boolean isFree(int number) {
        try (ServerSocket onLoopback =
                new ServerSocket(number, 1, InetAddress.getByName("127.0.0.1"))) {
            return onLoopback.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Port tryReserve(int number) {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "authrealm-port-" + number);
        FileChannel channel = null;
        boolean kept = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            kept = lock != null && isFree(number);
            return kept ? new Port(number, file, channel) : null;
        } catch (IOException | OverlappingFileLockException e) {
            // Another run holds it, or the file belongs to another user: the next port will do.
            return null;
        } finally {
            if (channel != null && !kept) {
                try {
                    channel.close();
                } catch (IOException e) {
                    // Nothing was reserved, so nothing is lost.
                }
            }
        }
    }
}
