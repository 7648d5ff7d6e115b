package io.authrealm.api.service.factor;

import java.time.Duration;

/**
 * What a device keeps to be known again.
 *
 * @param token 43 characters of base64url
 */
public record TrustedDevice(String token, Duration lifetime) {

    @Override
    public String toString() {
        return "TrustedDevice";
    }
}
