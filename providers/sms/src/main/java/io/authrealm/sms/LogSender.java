package io.authrealm.sms;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Writes messages to the log instead of sending them. */
final class LogSender implements SmsSender {

    /**
     * Characters that could end the line and forge another one that looks like the server's own.
     */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private final Consumer<String> log;

    LogSender(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public SmsResult send(SmsMessage message) {
        String text = UNPRINTABLE.matcher(message.text()).replaceAll(" ");
        log.accept("SMS to " + message.to().e164() + ": " + text);
        return new SmsResult.Sent(message.id().toString());
    }
}
