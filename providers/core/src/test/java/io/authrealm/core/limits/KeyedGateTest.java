package io.authrealm.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.core.limits.KeyedGate.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class KeyedGateTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofMillis(20);

    /** A caller on its own thread. */
    private record Caller<T>(Thread thread, FutureTask<T> task) {

        static <T> Caller<T> start(Callable<T> work) {
            FutureTask<T> task = new FutureTask<>(work);
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
            return new Caller<>(thread, task);
        }

        T result() throws InterruptedException, ExecutionException {
            return task.get();
        }

        /** Returns once the caller is parked in the queue. */
        Caller<T> queued() {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                assertThat(task).isNotDone();
                Thread.onSpinWait();
            }
            return this;
        }
    }

    @Test
    void firstCallerOfAKeyEntersAtOnce() {
        KeyedGate gate = new KeyedGate(0, PATIENT);

        assertThat(gate.enter("a")).isPresent();
    }

    @Test
    void nextCallerEntersWhenThePassIsClosed() throws Exception {
        KeyedGate gate = new KeyedGate(1, PATIENT);
        Pass pass = gate.enter("a").orElseThrow();
        Caller<Optional<Pass>> next = Caller.start(() -> gate.enter("a")).queued();

        pass.close();

        assertThat(next.result()).isPresent();
    }

    @Test
    void oneCallerAKeyIsInsideAtATime() throws Exception {
        KeyedGate gate = new KeyedGate(8, PATIENT);
        AtomicInteger inside = new AtomicInteger();
        int[] entries = new int[1];
        CountDownLatch start = new CountDownLatch(1);
        List<Caller<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(
                    Caller.start(
                            () -> {
                                int most = 0;
                                start.await();
                                for (int round = 0; round < 250; round++) {
                                    try (Pass pass = gate.enter("a").orElseThrow()) {
                                        most = Math.max(most, inside.incrementAndGet());
                                        // Not atomic: two callers inside would lose a count.
                                        entries[0]++;
                                        inside.decrementAndGet();
                                    }
                                }
                                return most;
                            }));
        }
        start.countDown();

        for (Caller<Integer> caller : callers) {
            assertThat(caller.result()).isEqualTo(1);
        }
        assertThat(entries[0]).isEqualTo(2000);
        assertThat(gate.keysInUse()).isZero();
    }

    @Test
    void otherKeysAreNotDelayed() {
        KeyedGate gate = new KeyedGate(0, PATIENT);

        try (Pass a = gate.enter("a").orElseThrow();
                Pass b = gate.enter("b").orElseThrow()) {
            assertThat(gate.keysInUse()).isEqualTo(2);
        }
        assertThat(gate.keysInUse()).isZero();
    }

    @Test
    void fullWaitingRoomTurnsCallersOfEveryKeyAway() throws Exception {
        KeyedGate gate = new KeyedGate(1, PATIENT);
        Pass a = gate.enter("a").orElseThrow();
        Pass b = gate.enter("b").orElseThrow();
        Caller<Optional<Pass>> waiting = Caller.start(() -> gate.enter("a")).queued();

        long start = System.nanoTime();
        assertThat(gate.enter("a")).isEmpty();
        assertThat(gate.enter("b")).isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(PATIENT.toNanos() / 2);

        a.close();
        waiting.result().orElseThrow().close();
        b.close();
        assertThat(gate.keysInUse()).isZero();
    }

    @Test
    void fullWaitingRoomDoesNotDelayCallersThatNeedNotWait() throws Exception {
        KeyedGate gate = new KeyedGate(1, PATIENT);
        Pass a = gate.enter("a").orElseThrow();
        Caller<Optional<Pass>> waiting = Caller.start(() -> gate.enter("a")).queued();

        assertThat(gate.enter("b")).isPresent();

        a.close();
        assertThat(waiting.result()).isPresent();
    }

    @Test
    void callerIsTurnedAwayWhenItsPatienceEnds() {
        KeyedGate gate = new KeyedGate(1, IMPATIENT);
        Pass pass = gate.enter("a").orElseThrow();

        long start = System.nanoTime();
        assertThat(gate.enter("a")).isEmpty();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(IMPATIENT.toNanos());

        pass.close();
        assertThat(gate.enter("a")).isPresent();
    }

    @Test
    void slotInTheWaitingRoomIsFreeAfterAWait() {
        KeyedGate gate = new KeyedGate(1, IMPATIENT);
        try (Pass pass = gate.enter("a").orElseThrow()) {
            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                assertThat(gate.enter("a")).isEmpty();
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(IMPATIENT.toNanos());
            }
        }
    }

    @Test
    void callersEnterInTheOrderOfTheirArrival() throws Exception {
        KeyedGate gate = new KeyedGate(5, PATIENT);
        List<Integer> order = new ArrayList<>();
        Pass pass = gate.enter("a").orElseThrow();
        List<Caller<Boolean>> callers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            callers.add(
                    Caller.start(
                                    () -> {
                                        try (Pass mine = gate.enter("a").orElseThrow()) {
                                            return order.add(number);
                                        }
                                    })
                            .queued());
        }

        pass.close();

        for (Caller<Boolean> caller : callers) {
            caller.result();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void newcomerDoesNotOvertakeWaitingCallers() throws Exception {
        for (int round = 0; round < 100; round++) {
            KeyedGate gate = new KeyedGate(2, PATIENT);
            List<String> order = new ArrayList<>();
            Pass pass = gate.enter("a").orElseThrow();
            Caller<Boolean> waiting =
                    Caller.start(
                                    () -> {
                                        try (Pass mine = gate.enter("a").orElseThrow()) {
                                            return order.add("waiting");
                                        }
                                    })
                            .queued();

            pass.close();
            try (Pass again = gate.enter("a").orElseThrow()) {
                order.add("newcomer");
            }

            waiting.result();
            assertThat(order).containsExactly("waiting", "newcomer");
        }
    }

    @Test
    void keyIsRemovedWithItsLastCaller() throws Exception {
        KeyedGate gate = new KeyedGate(1, PATIENT);
        assertThat(gate.keysInUse()).isZero();

        Pass pass = gate.enter("a").orElseThrow();
        Caller<Optional<Pass>> next = Caller.start(() -> gate.enter("a")).queued();
        assertThat(gate.enter("a")).isEmpty();
        assertThat(gate.keysInUse()).isEqualTo(1);

        pass.close();
        Pass second = next.result().orElseThrow();
        assertThat(gate.keysInUse()).isEqualTo(1);

        second.close();
        assertThat(gate.keysInUse()).isZero();
    }

    @Test
    void interruptedCallerIsTurnedAwayAndStaysInterrupted() throws Exception {
        KeyedGate gate = new KeyedGate(1, PATIENT);
        Pass pass = gate.enter("a").orElseThrow();
        Caller<Boolean> waiting =
                Caller.start(
                                () ->
                                        gate.enter("a").isEmpty()
                                                && Thread.currentThread().isInterrupted())
                        .queued();

        waiting.thread().interrupt();

        assertThat(waiting.task().get(10, TimeUnit.SECONDS)).isTrue();
        pass.close();
        assertThat(gate.keysInUse()).isZero();
    }
}
