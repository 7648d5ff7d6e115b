package io.authrealm.themes;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;

/** Replaces the interfaces of a server that a test does not start. */
final class Stub {

    private Stub() {}

    /**
     * Returns an object with the given methods; every other one throws.
     *
     * @param methods what each method returns for its arguments, by its name
     */
    static <T> T of(Class<T> type, Map<String, Function<Object[], Object>> methods) {
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    Function<Object[], Object> answer = methods.get(method.getName());
                    if (answer == null) {
                        throw new UnsupportedOperationException(method.toString());
                    }
                    return answer.apply(arguments);
                };
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
