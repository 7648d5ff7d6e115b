package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Exchange;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.regex.Pattern;

/** What the headers of requests with many users say. */
record ImportHeaders(Exchange exchange) {

    private static final String KEY = "Idempotency-Key";
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1,255}");

    /** The client's key for the request, or null. */
    String key() {
        return exchange.header(KEY);
    }

    static boolean isKey(String key) {
        return PRINTABLE.matcher(key).matches();
    }

    /** Whether the body is other than it seems: a small one that unpacks to a large one. */
    boolean isEncoded() {
        String encoding = exchange.header(HttpHeaders.CONTENT_ENCODING);
        return encoding != null && !encoding.equalsIgnoreCase("identity");
    }

    boolean isTooLarge() {
        return Exchange.TOO_LARGE.equals(exchange.header(HttpHeaders.CONTENT_TYPE));
    }
}
