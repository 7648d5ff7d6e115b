package io.authrealm.api.mount;

import io.authrealm.api.dialect.qeet.QeetApi;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Refusals;
import io.authrealm.api.http.ResponseHeaders;
import io.authrealm.core.json.Json;
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
        Answer answer = refusal.apply(QeetApi.refusals(requestId));
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        ResponseHeaders.ofEveryAnswer(requestId, "https".equals(request.scheme()))
                .forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (answer.retryAfterSeconds() > 0) {
            response.putHeader("Retry-After", String.valueOf(answer.retryAfterSeconds()));
        }
        LOG.debugf("Request %s is answered with %d", requestId, answer.status());
        response.end(Buffer.buffer(Json.write(answer.body())));
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
