package io.authrealm.core.text;

import org.jboss.logging.MDC;

/**
 * The request that the current thread works for. Its id is in the logging context, so that every
 * log line can show it.
 */
public final class CurrentRequest {

    /** The name of the id in the logging context and among the details of an event. */
    public static final String REQUEST_ID = "request_id";

    private CurrentRequest() {}

    /**
     * From now on the current thread works for the request, until {@link #leave()}.
     *
     * @param requestId null for no request
     */
    public static void enter(String requestId) {
        if (requestId != null) {
            MDC.put(REQUEST_ID, requestId);
        }
    }

    /** The current thread works for no request any more. */
    public static void leave() {
        MDC.remove(REQUEST_ID);
    }

    /** The id of the request that the current thread works for, or null. */
    public static String id() {
        return (String) MDC.get(REQUEST_ID);
    }
}
