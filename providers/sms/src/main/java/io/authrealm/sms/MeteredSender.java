package io.authrealm.sms;

import io.authrealm.core.outcome.Cases;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** A sender whose messages are counted and timed on the server's own registry. */
final class MeteredSender implements SmsSender {

    private static final Cases<SmsMessage, SmsResult, String> TAG =
            Cases.<SmsMessage, SmsResult, String>of(SmsResult.class)
                    .when(SmsResult.Sent.class, message -> "sent")
                    .when(SmsResult.Rejected.class, message -> "rejected")
                    .when(SmsResult.Failed.class, message -> "failed")
                    .complete();

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
                .tag("result", TAG.apply(message, result))
                .register(Metrics.globalRegistry)
                .record(Duration.ofNanos(System.nanoTime() - start));
        return result;
    }
}
