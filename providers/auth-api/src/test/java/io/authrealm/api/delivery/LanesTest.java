package io.authrealm.api.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LanesTest {

    /** What the lanes have started and the test has not yet run. */
    private final Queue<Runnable> started = new ArrayDeque<>();

    private final Lanes lanes = new Lanes(5, 3, 2, started::add);

    @Test
    void realmHasItsSharePlacesAndAllHaveTheWhole() {
        assertThat(List.of(lanes.take("a"), lanes.take("a"), lanes.take("a"))).containsOnly(true);
        assertThat(lanes.take("a")).isFalse();
        assertThat(List.of(lanes.take("b"), lanes.take("b"))).containsOnly(true);
        assertThat(lanes.take("b")).isFalse();
        assertThat(lanes.take("c")).isFalse();
        lanes.giveBack("a");
        assertThat(lanes.take("c")).isTrue();
        assertThat(lanes.taken()).isEqualTo(5);
    }

    @Test
    void hangingRealmLeavesThreadsToTheOthers() {
        List<String> ran = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lanes.take("hangs");
            lanes.run("hangs", () -> ran.add("hangs"));
        }
        lanes.take("other");
        lanes.run("other", () -> ran.add("other"));

        assertThat(started).hasSize(3);
        started.stream().skip(2).toList().get(0).run();
        assertThat(ran).containsExactly("other");
    }

    @Test
    void workRunsInItsOrderOneAfterTheOther() {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            lanes.take("a");
            lanes.run("a", () -> ran.add(number));
        }
        while (!started.isEmpty()) {
            started.poll().run();
        }
        assertThat(ran).containsExactly(0, 1, 2);
    }

    @Test
    void workThatFailsMakesRoomForTheNext() {
        List<String> ran = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lanes.take("a");
        }
        lanes.run("a", LanesTest::fail);
        lanes.run("a", LanesTest::fail);
        lanes.run("a", () -> ran.add("third"));
        assertThatThrownBy(() -> started.poll().run()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> started.poll().run()).isInstanceOf(IllegalStateException.class);
        started.poll().run();
        assertThat(ran).containsExactly("third");
    }

    private static void fail() {
        throw new IllegalStateException();
    }

    @Test
    void nothingIsKeptOfARealmThatIsThrough() {
        lanes.take("a");
        lanes.run("a", () -> lanes.giveBack("a"));
        assertThat(lanes.lanes()).isEqualTo(1);
        started.poll().run();
        assertThat(lanes.lanes()).isZero();
        assertThat(lanes.taken()).isZero();
    }

    @Test
    void manyThreadsLoseNothing() throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        Lanes busy = new Lanes(1000, 1000, 2, executor);
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch through = new CountDownLatch(1000);
        IntStream.range(0, 1000)
                .parallel()
                .forEach(
                        i -> {
                            String realm = "r" + i % 7;
                            busy.take(realm);
                            busy.run(
                                    realm,
                                    () -> {
                                        ran.incrementAndGet();
                                        busy.giveBack(realm);
                                        through.countDown();
                                    });
                        });
        assertThat(through.await(30, TimeUnit.SECONDS)).isTrue();
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).hasValue(1000);
        assertThat(busy.taken()).isZero();
        assertThat(busy.lanes()).isZero();
    }
}
