package io.authrealm.sms;

import java.util.Objects;
import java.util.UUID;

/**
 * One text message.
 *
 * <p>Stable: within one Keycloak minor, releases of the pack only add to it.
 *
 * @param id stays the same when the message is sent again, so that a receiver can drop the second
 * @param text 1 to {@value #MAX_TEXT} characters
 */
public record SmsMessage(UUID id, PhoneNumber to, String text) {

    /** The longest text that Twilio accepts: ten segments. */
    public static final int MAX_TEXT = 1600;

    /**
     * @throws IllegalArgumentException for a text that is empty or too long
     */
    public SmsMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(to, "to");
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "the text of a message has 1 to " + MAX_TEXT + " characters");
        }
    }

    /** Without the text, and with a masked number. */
    @Override
    public String toString() {
        return "SmsMessage[" + id + " to " + to + "]";
    }
}
