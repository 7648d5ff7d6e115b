package io.authrealm.api.keycloak;

import java.time.Instant;
import org.keycloak.common.util.Time;

/** The time that everything in one request goes by: Keycloak's, which can have an offset. */
public final class ServerTime {

    private ServerTime() {}

    public static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    /** In seconds since 1970. */
    public static long seconds() {
        return now().getEpochSecond();
    }
}
