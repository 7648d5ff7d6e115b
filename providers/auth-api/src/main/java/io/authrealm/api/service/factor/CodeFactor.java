package io.authrealm.api.service.factor;

import java.time.Instant;

/**
 * An address or a number that gets codes, as a second factor.
 *
 * @param id of the credential; an unverified factor has the id that its credential will have
 * @param destination the address in lower case, or the number in the form of E.164
 * @param isVerified whether the user has typed in a code that went there; before that it is no
 *     credential and proves nothing
 */
public record CodeFactor(
        String id, CodeChannel channel, String destination, boolean isVerified, Instant createdAt) {

    /** The destination in a form that may be shown. */
    public String masked() {
        return channel.masked(destination);
    }

    boolean goesTo(CodeChannel other, String target) {
        return channel == other && destination.equals(target);
    }

    @Override
    public String toString() {
        return channel + " " + id;
    }
}
