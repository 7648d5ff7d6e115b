package io.authrealm.api.service.imports;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Limits the imports that a node works on at a time, because each holds a thread and two database
 * connections that sign-ins need too. Also limits the chunks of files in memory, for all tenants
 * and for one.
 */
public final class ImportSlots {

    private static final int AT_A_TIME = 2;
    private static final int CHUNKS = 16;
    private static final int CHUNKS_OF_A_TENANT = 2;

    private final Semaphore free = new Semaphore(AT_A_TIME);
    private final Semaphore freeChunks = new Semaphore(CHUNKS);
    private final Map<String, Integer> chunksOf = new ConcurrentHashMap<>();

    /** Takes a slot, which must be given back; false if there is none. */
    boolean take() {
        return free.tryAcquire();
    }

    void giveBack() {
        free.release();
    }

    /** Reads a chunk of a file; nothing if too many are being read already. */
    Optional<FileChunk> read(String realmId, InputStream content) {
        if (!freeChunks.tryAcquire()) {
            return Optional.empty();
        }
        try {
            int ofTenant = chunksOf.merge(realmId, 1, Integer::sum);
            return ofTenant > CHUNKS_OF_A_TENANT
                    ? Optional.empty()
                    : Optional.of(FileChunk.read(content));
        } finally {
            chunksOf.computeIfPresent(realmId, (id, count) -> count == 1 ? null : count - 1);
            freeChunks.release();
        }
    }
}
