package io.authrealm.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The newest messages: at most {@value #MAX_MESSAGES}, and together at most {@value #MAX_BYTES}
 * bytes. Older ones are dropped.
 */
final class CaughtMessages {

    static final int MAX_MESSAGES = 200;
    static final long MAX_BYTES = 64L << 20;

    /**
     * The list at one moment.
     *
     * @param revision different after every change, also after a restart of the program
     * @param newestFirst the messages
     */
    record Snapshot(long revision, List<CaughtMessage> newestFirst) {}

    private final Map<UUID, CaughtMessage> messages = new LinkedHashMap<>();
    private long bytes;
    private long revision = System.currentTimeMillis();

    /** Keeps the message, unless a message with the same id is already kept. */
    synchronized void add(CaughtMessage message) {
        if (messages.putIfAbsent(message.id(), message) != null) {
            return;
        }
        bytes += message.size();
        revision++;
        Iterator<CaughtMessage> oldestFirst = messages.values().iterator();
        while (messages.size() > MAX_MESSAGES || bytes > MAX_BYTES) {
            bytes -= oldestFirst.next().size();
            oldestFirst.remove();
        }
    }

    synchronized Snapshot snapshot() {
        List<CaughtMessage> newestFirst = new ArrayList<>(messages.values());
        Collections.reverse(newestFirst);
        return new Snapshot(revision, newestFirst);
    }

    synchronized Optional<CaughtMessage> find(UUID id) {
        return Optional.ofNullable(messages.get(id));
    }

    synchronized void clear() {
        messages.clear();
        bytes = 0;
        revision++;
    }
}
