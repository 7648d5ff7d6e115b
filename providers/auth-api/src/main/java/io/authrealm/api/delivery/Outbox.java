package io.authrealm.api.delivery;

import io.authrealm.api.keycloak.MailLog;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.CurrentRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Sends messages after the request that caused them, so that neither its answer nor its time
 * depends on them. A message that cannot be sent is tried again for about a quarter of an hour.
 *
 * <p>The number of waiting messages is bounded, in all and for each realm. A request takes its slot
 * before anything else, even if it turns out to have nothing to send: a full outbox refuses known
 * and unknown addresses alike. Messages live in memory. They survive an outage of the mail server,
 * but not the end of this server.
 */
public final class Outbox implements AutoCloseable {

    /** A request that found no slot may try again after this long. */
    public static final int RETRY_AFTER_SECONDS = 30;

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private static final String THREADS = "authrealm-outbox";

    private static final int SLOTS = 2000;

    private static final int SLOTS_OF_A_REALM = 1000;

    /** A message that is being sent holds a thread and a database connection. */
    private static final int AT_A_TIME = 6;

    private static final int AT_A_TIME_OF_A_REALM = 2;

    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5));

    /** What follows from the result of an attempt. */
    private static final Cases<Attempt, DeliveryResult, Runnable> NEXT =
            Cases.<Attempt, DeliveryResult, Runnable>of(DeliveryResult.class)
                    .when(DeliveryResult.Sent.class, attempt -> () -> attempt.recordSent())
                    .when(
                            DeliveryResult.Failed.class,
                            (attempt, failed) -> () -> attempt.repeatAfter(failed))
                    .when(
                            DeliveryResult.Rejected.class,
                            (attempt, rejected) -> () -> attempt.giveUp(rejected.reason()))
                    .complete();

    private final MailLog mailLog = MailLog.withoutTracesOf(THREADS);
    private final DeliveryMetrics metrics = new DeliveryMetrics();
    private final ScheduledExecutorService workers =
            Executors.newScheduledThreadPool(
                    AT_A_TIME,
                    task -> {
                        Thread thread = new Thread(task, THREADS);
                        thread.setDaemon(true);
                        return thread;
                    });

    private final Lanes lanes = new Lanes(SLOTS, SLOTS_OF_A_REALM, AT_A_TIME_OF_A_REALM, workers);

    public Outbox() {
        metrics.watch(lanes::taken);
    }

    /** A slot for one message of the realm; nothing if too many are waiting. */
    public Optional<Slot> reserve(String realmId) {
        return lanes.take(realmId) ? Optional.of(new Slot(realmId)) : Optional.empty();
    }

    /**
     * Sends a notice that its cause does not wait for: if too many messages are waiting, it is
     * dropped.
     */
    public void notifyAfterCommit(KeycloakSession session, Message notice) {
        reserve(notice.realmId()).ifPresent(slot -> slot.sendAfterCommit(session, notice));
    }

    /** A slot for one message, which is either used or given back. */
    public final class Slot implements AutoCloseable {

        private final String realmId;
        private boolean used;

        private Slot(String realmId) {
            this.realmId = realmId;
        }

        /**
         * Sends the message after the request's transaction is committed; if it is rolled back,
         * gives the slot back.
         */
        public void sendAfterCommit(KeycloakSession session, Message message) {
            used = true;
            KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
            String requestId = CurrentRequest.id();
            session.getTransactionManager()
                    .enlistAfterCompletion(
                            new AbstractKeycloakTransaction() {
                                @Override
                                protected void commitImpl() {
                                    new Attempt(Outbox.this, factory, requestId, message, 0)
                                            .enqueue();
                                }

                                @Override
                                protected void rollbackImpl() {
                                    lanes.giveBack(realmId);
                                }
                            });
        }

        /** Gives the slot back if it was not used. */
        @Override
        public void close() {
            if (!used) {
                lanes.giveBack(realmId);
            }
        }
    }

    /**
     * One attempt to send a message.
     *
     * @param number how many attempts have failed before
     */
    private record Attempt(
            Outbox outbox,
            KeycloakSessionFactory factory,
            String requestId,
            Message message,
            int number) {

        /** Runs as soon as it is its turn. */
        void enqueue() {
            outbox.lanes.run(
                    message.realmId(),
                    () -> {
                        CurrentRequest.enter(requestId);
                        try {
                            run();
                        } finally {
                            CurrentRequest.leave();
                        }
                    });
        }

        private void run() {
            if (ServerTime.now().isAfter(message.notAfter())) {
                giveUp("too late");
                return;
            }
            NEXT.apply(this, deliver()).run();
        }

        private DeliveryResult deliver() {
            try {
                return KeycloakModelUtils.runJobInTransactionWithResult(factory, message::deliver);
            } catch (Throwable e) {
                // Errors too: otherwise the message would be lost without a trace and would keep
                // its slot for ever.
                LOG.debugf(e, "A message (%s) could not be sent", message.kind());
                return new DeliveryResult.Failed(e.getClass().getSimpleName());
            }
        }

        private void recordSent() {
            outbox.lanes.giveBack(message.realmId());
            outbox.metrics.count(message, "sent");
        }

        private void repeatAfter(DeliveryResult.Failed failed) {
            if (number == PAUSES.size()) {
                giveUp(failed.reason());
                return;
            }
            outbox.metrics.count(message, "again");
            Duration pause = PAUSES.get(number);
            Duration asked = failed.notBefore();
            Duration wait = asked.compareTo(pause) > 0 ? asked : pause;
            LOG.warnf(
                    "A message (%s) to user %s could not be sent, attempt %d: %s; trying again in"
                            + " %d s",
                    message.kind(),
                    message.userId(),
                    number + 1,
                    failed.reason(),
                    wait.toSeconds());
            Attempt next = new Attempt(outbox, factory, requestId, message, number + 1);
            var unused =
                    outbox.workers.schedule(
                            () -> next.enqueue(), wait.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void giveUp(String reason) {
            outbox.lanes.giveBack(message.realmId());
            outbox.metrics.count(message, "given_up");
            LOG.warnf(
                    "A message (%s) to user %s could not be sent: %s",
                    message.kind(), message.userId(), reason);
            try {
                KeycloakModelUtils.runJobInTransaction(factory, message::recordGivenUp);
            } catch (Throwable e) {
                LOG.warnf("The failure could not be recorded: %s", e.getClass().getSimpleName());
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        mailLog.restore();
    }
}
