package io.authrealm.server;

import java.util.Map;

/** What has become of settings that lead realms of the running server to a part of this program. */
sealed interface RouteResult {

    /**
     * @param elsewhere the realms with settings that this program did not make, and where they lead
     */
    record Routed(Map<String, String> elsewhere) implements RouteResult {}

    /** The administrator's password is not that of a new server. */
    record SignInRefused() implements RouteResult {}

    record Failed(String reason) implements RouteResult {}
}
