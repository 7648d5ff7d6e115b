package io.authrealm.api.tenant;

import java.util.function.ToIntFunction;

/**
 * The minimum response times, so that the time of an answer does not reveal what was found. Each is
 * a setting of the tenant that the client can see. A service names the one that holds for it when
 * it lets a request in, and every answer from then on keeps to it.
 */
public enum MinimumResponseTime {
    /**
     * For a service that looks only at a secret with too many bits to guess. A client that has the
     * secret may learn from the time what it opens.
     */
    NONE(settings -> 0, false),

    /** Only refusals wait: a success tells the client that there is an account anyway. */
    SIGN_IN(TenantSettings::signInRefusalMinimumMillis, true),

    /** For the options of a passkey, which look the same with and without an account. */
    PASSKEY(TenantSettings::signInRefusalMinimumMillis, false),

    SIGN_UP(TenantSettings::signupMinimumMillis, false),

    /** For links that are mailed to an address. */
    RECOVERY(TenantSettings::recoveryMinimumMillis, false);

    private final ToIntFunction<TenantSettings> millis;
    private final boolean isOfRefusalsOnly;

    MinimumResponseTime(ToIntFunction<TenantSettings> millis, boolean isOfRefusalsOnly) {
        this.millis = millis;
        this.isOfRefusalsOnly = isOfRefusalsOnly;
    }

    /**
     * The time in milliseconds.
     *
     * @param settings of the tenant that the client can see
     * @param isSuccess whether the request was granted
     */
    public int millis(TenantSettings settings, boolean isSuccess) {
        return isSuccess && isOfRefusalsOnly ? 0 : millis.applyAsInt(settings);
    }
}
