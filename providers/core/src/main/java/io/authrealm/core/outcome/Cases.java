package io.authrealm.core.outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A function that is defined by the cases of a sealed type, without a default: each permitted
 * record has its own line.
 *
 * <p>Keep it in a static constant. The class that holds it does not load while a case is missing,
 * so a new outcome of a service cannot silently become the answer to another one.
 *
 * <pre>{@code
 * private static final Cases<QeetErrors, LinkResult, Answer> LINK =
 *         Cases.<QeetErrors, LinkResult, Answer>of(LinkResult.class)
 *                 .when(LinkResult.Followed.class, (errors, followed) -> Answer.ok(followed.user()))
 *                 .when(LinkResult.Expired.class, errors -> errors.of(QeetError.LINK_EXPIRED))
 *                 .complete();
 * }</pre>
 *
 * @param <C> the context that the results are made with, for example the error table of a request
 * @param <R> the sealed type
 * @param <T> what the function returns
 */
public final class Cases<C, R, T> {

    private final Map<Class<?>, BiFunction<C, R, T>> byType;

    private Cases(Map<Class<?>, BiFunction<C, R, T>> byType) {
        this.byType = byType;
    }

    /**
     * @param type a sealed interface or class
     * @throws IllegalArgumentException if it is not sealed
     */
    public static <C, R, T> Builder<C, R, T> of(Class<R> type) {
        return new Builder<>(type);
    }

    /** Applies the line of the case that {@code result} is. */
    public T apply(C context, R result) {
        return Objects.requireNonNull(byType.get(result.getClass())).apply(context, result);
    }

    /** Collects the lines of a function. */
    public static final class Builder<C, R, T> {

        private final Class<R> type;
        private final Set<Class<?>> missing = new LinkedHashSet<>();
        private final Map<Class<?>, BiFunction<C, R, T>> byType = new LinkedHashMap<>();

        private Builder(Class<R> type) {
            if (!type.isSealed()) {
                throw new IllegalArgumentException(type.getName() + " is not sealed");
            }
            this.type = type;
            collectLeaves(type, missing);
        }

        private static void collectLeaves(Class<?> type, Set<Class<?>> leaves) {
            if (!type.isSealed()) {
                leaves.add(type);
                return;
            }
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collectLeaves(permitted, leaves);
            }
        }

        /**
         * Adds the line of a case. A sealed subtype stands for all of its own cases.
         *
         * @throws IllegalArgumentException if {@code one} is no case, or has a line already
         */
        public <S extends R> Builder<C, R, T> when(
                Class<S> one, BiFunction<? super C, ? super S, ? extends T> line) {
            Set<Class<?>> leaves = new LinkedHashSet<>();
            collectLeaves(one, leaves);
            for (Class<?> leaf : leaves) {
                if (!missing.remove(leaf)) {
                    throw new IllegalArgumentException(
                            leaf.getName() + " is no case, or has a line already");
                }
                byType.put(leaf, (context, result) -> line.apply(context, one.cast(result)));
            }
            return this;
        }

        /** The same for a case that carries nothing, or nothing that the line needs. */
        public <S extends R> Builder<C, R, T> when(
                Class<S> one, Function<? super C, ? extends T> line) {
            return when(one, (context, result) -> line.apply(context));
        }

        /**
         * @throws IllegalStateException if a case has no line
         */
        public Cases<C, R, T> complete() {
            if (!missing.isEmpty()) {
                List<String> names = new ArrayList<>();
                missing.forEach(leaf -> names.add(leaf.getSimpleName()));
                throw new IllegalStateException(type.getSimpleName() + " has no line for " + names);
            }
            return new Cases<>(Map.copyOf(byType));
        }
    }
}
