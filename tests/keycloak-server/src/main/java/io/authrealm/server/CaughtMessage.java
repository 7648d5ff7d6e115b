package io.authrealm.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail or a text message that the local server has sent.
 *
 * @param to the receiver, as one line
 * @param from the sender, as one line; empty for a text message
 * @param subject one line, which may be empty; for a text message its beginning
 * @param text the readable text, or null if a mail has none
 * @param html the HTML part of a mail as it arrived, or null if there is none
 * @param source the message as it arrived on the wire
 */
record CaughtMessage(
        UUID id,
        Kind kind,
        Instant receivedAt,
        String to,
        String from,
        String subject,
        @Nullable String text,
        @Nullable String html,
        byte[] source) {

    enum Kind {
        MAIL,
        TEXT_MESSAGE
    }

    /** Bytes that are not UTF-8 are replaced. */
    String sourceText() {
        return new String(source, StandardCharsets.UTF_8);
    }

    /** Its approximate size in memory. */
    long size() {
        return source.length + 2L * (length(text) + length(html) + to.length() + subject.length());
    }

    private static int length(@Nullable String part) {
        return part == null ? 0 : part.length();
    }
}
