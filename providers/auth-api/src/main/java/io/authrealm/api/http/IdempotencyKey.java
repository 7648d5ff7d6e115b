package io.authrealm.api.http;

import java.util.regex.Pattern;

/**
 * The key by which a client names a request that it may repeat. A request that is repeated with its
 * key does nothing twice.
 */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1,255}");

    private IdempotencyKey() {}

    static boolean isValid(String key) {
        return PRINTABLE.matcher(key).matches();
    }
}
