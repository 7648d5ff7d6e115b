package io.authrealm.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Which classes may use the shared server at the same time: all of them, but for those that need it
 * {@linkplain Alone alone} and those with a realm of the same name. {@link TestRealm} takes the
 * turn of its class, which ends with the class.
 */
final class Turns {

    /**
     * For a class that measures what the whole server does. It must not run in the middle of the
     * others, because they would have to wait for it: {@code @Order} puts it in front.
     */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Alone {}

    /** More than there are classes at a time. */
    private static final int ALL = 1000;

    private static final Namespace NAMESPACE = Namespace.create(Turns.class);
    private static final Semaphore SERVER = new Semaphore(ALL, true);
    private static final Map<String, Semaphore> REALMS = new ConcurrentHashMap<>();

    private Turns() {}

    /** Waits for the server; each class does so once, and before it waits for a realm. */
    static void awaitServer(ExtensionContext context) {
        boolean isAlone = context.getRequiredTestClass().isAnnotationPresent(Alone.class);
        await(context, "the server", SERVER, isAlone ? ALL : 1);
    }

    static void awaitRealm(ExtensionContext context, String name) {
        await(context, name, REALMS.computeIfAbsent(name, any -> new Semaphore(1, true)), 1);
    }

    private static void await(
            ExtensionContext context, String key, Semaphore semaphore, int permits) {
        context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        key,
                        any -> {
                            semaphore.acquireUninterruptibly(permits);
                            return (AutoCloseable) () -> semaphore.release(permits);
                        });
    }
}
