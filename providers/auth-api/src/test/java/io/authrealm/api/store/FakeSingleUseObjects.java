package io.authrealm.api.store;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.common.util.Time;
import org.keycloak.models.SingleUseObjectProvider;

/** Single-use objects that end by Keycloak's clock, which a test can move. */
final class FakeSingleUseObjects {

    interface Call {
        Object answer(String method, Object... arguments);
    }

    private record Stored(Map<String, String> notes, long endsAt) {}

    private final Map<String, Stored> store = new HashMap<>();

    SingleUseObjectProvider provider() {
        return proxy(
                SingleUseObjectProvider.class,
                (method, arguments) -> {
                    store.values().removeIf(it -> it.endsAt() <= Time.currentTime());
                    String key = (String) arguments[0];
                    return switch (method) {
                        case "put" -> store.put(key, stored(arguments[1], arguments[2]));
                        case "putIfAbsent" ->
                                store.putIfAbsent(key, stored(arguments[1], null)) == null;
                        case "get" -> notes(store.get(key));
                        case "remove" -> notes(store.remove(key));
                        case "contains" -> store.containsKey(key);
                        default -> throw new UnsupportedOperationException(method);
                    };
                });
    }

    boolean isEmpty() {
        return store.isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static Stored stored(Object seconds, Object notes) {
        return new Stored((Map<String, String>) notes, Time.currentTime() + (Long) seconds);
    }

    private static Map<String, String> notes(Stored stored) {
        return stored == null ? null : stored.notes();
    }

    /** Moves the clock; zero is the time of now. */
    static void clockIsAt(int seconds) {
        Time.setOffset(seconds);
    }

    static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> call.answer(method.getName(), arguments)));
    }
}
