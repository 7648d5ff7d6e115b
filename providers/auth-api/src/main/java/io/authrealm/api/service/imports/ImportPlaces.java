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
public final class ImportPlaces {

    private static final int AT_A_TIME = 2;
    private static final int PARTS = 16;
    private static final int PARTS_OF_A_TENANT = 2;

    private final Semaphore free = new Semaphore(AT_A_TIME);
    private final Semaphore freeParts = new Semaphore(PARTS);
    private final Map<String, Integer> partsOf = new ConcurrentHashMap<>();

    /** Takes a slot, which must be given back; false if there is none. */
    boolean take() {
        return free.tryAcquire();
    }

    void giveBack() {
        free.release();
    }

    /** Reads a chunk of a file; nothing if too many are being read already. */
    Optional<FilePart> read(String realmId, InputStream content) {
        if (!freeParts.tryAcquire()) {
            return Optional.empty();
        }
        try {
            int ofTenant = partsOf.merge(realmId, 1, Integer::sum);
            return ofTenant > PARTS_OF_A_TENANT
                    ? Optional.empty()
                    : Optional.of(FilePart.read(content));
        } finally {
            partsOf.computeIfPresent(realmId, (id, count) -> count == 1 ? null : count - 1);
            freeParts.release();
        }
    }
}
