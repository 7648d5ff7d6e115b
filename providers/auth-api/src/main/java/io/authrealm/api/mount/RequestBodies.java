package io.authrealm.api.mount;

import io.authrealm.api.http.Refusals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Receives the body of a request before a thread works on it: a client that sends slowly holds only
 * its connection. A body has a deadline. All bodies that are being received or worked on share a
 * bounded amount of memory, a part of which is reserved for small ones.
 */
final class RequestBodies {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** For a body whose announced length is large. */
    private static final Duration PATIENCE_WITH_LARGE = Duration.ofMinutes(2);

    private static final long LARGE = 1024 * 1024;

    /** A sign-in always fits into this. */
    private static final long SMALL = 16 * 1024;

    /** After this long the bodies of other requests may have left their memory. */
    private static final int RETRY_AFTER_SECONDS = 5;

    private final long maxBytes;
    private final long room;
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param maxBytes the longest body that is received
     * @param room the memory that all bodies may take together
     */
    RequestBodies(long maxBytes, long room) {
        this.maxBytes = maxBytes;
        this.room = room;
        Gauge.builder("authrealm.request.bodies", taken, AtomicLong::get)
                .description("Memory that the bodies of requests take")
                .baseUnit("bytes")
                .register(Metrics.globalRegistry);
    }

    /**
     * Passes the request on once its body has arrived.
     *
     * @param tooLong runs first if the body is too long; the request is then passed on without a
     *     body
     */
    void take(RoutingContext context, Runnable tooLong) {
        new Body(context, tooLong).take();
    }

    /**
     * Passes the request on at once, and ends it if its body is not read in time. The endpoint
     * reads the body from the connection.
     */
    void stream(RoutingContext context) {
        HttpServerRequest request = context.request();
        long timer =
                context.vertx()
                        .setTimer(
                                PATIENCE_WITH_LARGE.toMillis(),
                                id -> {
                                    if (!request.isEnded()) {
                                        request.response().reset();
                                    }
                                });
        context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
        context.next();
    }

    private final class Body {

        private final RoutingContext context;
        private final HttpServerRequest request;
        private final Runnable tooLong;
        private final Buffer bytes = Buffer.buffer();
        private long timer;
        private boolean isOver;

        Body(RoutingContext context, Runnable tooLong) {
            this.context = context;
            this.request = context.request();
            this.tooLong = tooLong;
        }

        void take() {
            request.handler(this::add);
            request.endHandler(end -> goOn());
            request.exceptionHandler(broken -> stop());
            context.addEndHandler(ended -> taken.addAndGet(-bytes.length()));
            timer = context.vertx().setTimer(patience().toMillis(), id -> tooLate());
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                request.headers().remove(HttpHeaders.EXPECT);
                request.response().writeContinue();
            }
            request.resume();
        }

        private Duration patience() {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length != null && Long.parseLong(length) > LARGE
                    ? PATIENCE_WITH_LARGE
                    : PATIENCE;
        }

        private void add(Buffer more) {
            if (isOver) {
                return;
            }
            long length = (long) bytes.length() + more.length();
            if (length > maxBytes) {
                stop();
                tooLong.run();
                context.next();
            } else if (taken.get() + more.length() > (length > SMALL ? room / 2 : room)) {
                stop();
                EarlyAnswer.sendLast(
                        context, refusals -> refusals.unavailable(RETRY_AFTER_SECONDS));
            } else {
                taken.addAndGet(more.length());
                bytes.appendBuffer(more);
            }
        }

        private void goOn() {
            if (!isOver) {
                stop();
                ((RoutingContextInternal) context).setBody(bytes);
                context.next();
            }
        }

        private void tooLate() {
            if (!isOver) {
                stop();
                EarlyAnswer.sendLast(context, Refusals::bodyTooSlow);
            }
        }

        private void stop() {
            isOver = true;
            context.vertx().cancelTimer(timer);
        }
    }
}
