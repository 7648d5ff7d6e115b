package io.authrealm.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many requests at once. */
final class Parallel {

    private Parallel() {}

    /**
     * Runs {@code task} for 0 to {@code times} - 1, {@code atOnce} of them at any moment, and
     * returns all results.
     */
    static <T> List<T> run(int times, int atOnce, IntFunction<T> task) {
        ExecutorService executor = Executors.newFixedThreadPool(atOnce);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int index = i;
                futures.add(
                        executor.submit(
                                () -> {
                                    start.await();
                                    return task.apply(index);
                                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            executor.shutdownNow();
        }
    }
}
