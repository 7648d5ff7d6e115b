package io.authrealm.sms;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** A sender whose messages are counted and timed on the server's own registry. */
final class MeteredSender implements SmsSender {

    private final String name;
    private final SmsSender sender;

    /**
     * @param name the sender's id in the options
     */
    MeteredSender(String name, SmsSender sender) {
        this.name = name;
        this.sender = sender;
    }

    @Override
    public SmsResult send(SmsMessage message) {
        long start = System.nanoTime();
        SmsResult result = sender.send(message);
        Timer.builder("authrealm.sms.send")
                .description("Text messages, by sender and by what came of them")
                .tag("sender", name)
                .tag("result", outcome(result))
                .register(Metrics.globalRegistry)
                .record(Duration.ofNanos(System.nanoTime() - start));
        return result;
    }

    private static String outcome(SmsResult result) {
        if (result instanceof SmsResult.Sent) {
            return "sent";
        }
        return result instanceof SmsResult.Rejected ? "rejected" : "failed";
    }
}
