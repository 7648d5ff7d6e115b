package io.authrealm.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.server.CaughtMessage.Kind;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CaughtMessagesTest {

    private final CaughtMessages messages = new CaughtMessages();

    @Test
    void oldestAreDroppedIfNewOnesNeedTheMemory() {
        int size = 5 << 20;
        int thatFit = (int) (CaughtMessages.MAX_BYTES / size);
        CaughtMessage first = message(size);
        messages.add(first);
        for (int i = 0; i < thatFit; i++) {
            messages.add(message(size));
        }

        assertThat(messages.snapshot().newestFirst()).hasSize(thatFit);
        assertThat(messages.find(first.id())).isEmpty();
    }

    @Test
    void memoryIsFreeAgainAfterAllWereDeleted() {
        int size = 5 << 20;
        int thatFit = (int) (CaughtMessages.MAX_BYTES / size);
        for (int round = 0; round < 2; round++) {
            messages.clear();
            for (int i = 0; i < thatFit; i++) {
                messages.add(message(size));
            }
        }

        assertThat(messages.snapshot().newestFirst()).hasSize(thatFit);
    }

    @Test
    void messageWithAKnownIdChangesNothing() {
        CaughtMessage message = message(10);
        messages.add(message);
        long revision = messages.snapshot().revision();
        messages.add(message);

        assertThat(messages.snapshot().newestFirst()).hasSize(1);
        assertThat(messages.snapshot().revision()).isEqualTo(revision);
    }

    private static CaughtMessage message(int size) {
        return new CaughtMessage(
                UUID.randomUUID(),
                Kind.MAIL,
                Instant.EPOCH,
                "",
                "",
                "",
                null,
                null,
                new byte[size]);
    }
}
