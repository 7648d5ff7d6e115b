package io.authrealm.api.service.factor;

import java.time.Instant;

/**
 * An address or a number that gets codes, as a second factor.
 *
 * @param id of the credential; an unverified factor has the id that its credential will have
 * @param destination the address in lower case, or the number in the form of E.164; empty if the
 *     factor leads nowhere
 * @param isVerified whether the user has typed in a code that went there; before that it is no
 *     credential and proves nothing
 */
public record CodeFactor(
        String id, CodeChannel channel, String destination, boolean isVerified, Instant createdAt) {

    /** Whether codes can be sent to it. An admin can import a factor that leads nowhere. */
    boolean leadsSomewhere() {
        return !destination.isEmpty();
    }

    /** The destination in a form that may be shown; empty if there is none. */
    public String masked() {
        return leadsSomewhere() ? channel.masked(destination) : "";
    }

    boolean goesTo(CodeChannel other, String target) {
        return channel == other && destination.equals(target);
    }

    @Override
    public String toString() {
        return channel + " " + id;
    }
}
