package io.authrealm.core.text;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id that connects an answer to its log lines: the client's own if it is harmless, else a new
 * one.
 */
public final class RequestId {

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    private RequestId() {}

    /**
     * Returns {@code sent} if it is safe to repeat in a header and a log line, else a random UUID.
     */
    public static String accept(String sent) {
        return sent != null && HARMLESS.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }
}
