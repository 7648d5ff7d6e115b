package io.authrealm.api.mount;

import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Refusals;
import io.authrealm.api.http.ResponseHeaders;
import io.authrealm.core.text.RequestId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The answer to a request that does not get past the server's event loop. */
final class EarlyAnswer {

    private static final Logger LOG = Logger.getLogger(EarlyAnswer.class);

    private EarlyAnswer() {}

    static void send(RoutingContext context, Function<Refusals, Answer> refusal) {
        HttpServerRequest request = context.request();
        String requestId = RequestId.accept(request.getHeader(ResponseHeaders.REQUEST_ID));
        Refusals refusals = Dialect.of(request.path()).refusals(requestId);
        Answer answer = refusal.apply(refusals);
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        ResponseHeaders.ofEveryAnswer(requestId, "https".equals(request.scheme()))
                .forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        answer.headers().forEach(header -> response.headers().add(header.name(), header.value()));
        LOG.debugf("Request %s is answered with %d", requestId, answer.status());
        response.end(Buffer.buffer(refusals.wire().write(answer)));
    }

    /**
     * The same to a client that is still sending. The connection is closed, because the rest is not
     * read.
     */
    static void sendLast(RoutingContext context, Function<Refusals, Answer> refusal) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            send(context, refusal);
            return;
        }
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.addEndHandler(ended -> request.connection().close());
        send(context, refusal);
    }
}
