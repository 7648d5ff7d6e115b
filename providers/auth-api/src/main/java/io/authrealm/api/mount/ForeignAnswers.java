package io.authrealm.api.mount;

import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Readiness;
import io.authrealm.api.http.Refusals;
import io.authrealm.api.http.ResponseHeaders;
import io.authrealm.core.json.InputError;
import io.authrealm.core.text.RequestId;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import org.keycloak.models.KeycloakSession;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Translates what Keycloak answers before the API gets a request: the realm does not exist, the
 * realm cannot be read, or the server is not up yet.
 */
@Provider
@Priority(ForeignAnswers.AFTER_KEYCLOAKS_HEADERS)
public class ForeignAnswers implements ContainerResponseFilter {

    /** Also before Keycloak closes its session. */
    static final int AFTER_KEYCLOAKS_HEADERS = 5;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        boolean isForeign =
                response.getStatus() >= 400
                        && !headers.containsKey(ResponseHeaders.REQUEST_ID)
                        && RequestSanitizer.isOfTheApi(request.getUriInfo().getRequestUri());
        if (!isForeign) {
            return;
        }
        String requestId = RequestId.accept(request.getHeaderString(ResponseHeaders.REQUEST_ID));
        Refusals refusals =
                Dialect.of(request.getUriInfo().getRequestUri().getPath()).refusals(requestId);
        Answer answer = translate(refusals, response.getStatus());
        headers.clear();
        boolean isSecure = "https".equals(request.getUriInfo().getBaseUri().getScheme());
        ResponseHeaders.ofEveryAnswer(requestId, isSecure).forEach(headers::putSingle);
        answer.headers().forEach(header -> headers.add(header.name(), header.value()));
        response.setStatus(answer.status());
        response.setEntity(
                refusals.wire().write(answer), new Annotation[0], MediaType.APPLICATION_JSON_TYPE);
    }

    private static Answer translate(Refusals refusals, int status) {
        if (status == 404 || status == 405) {
            return refusals.notFound();
        }
        if (status < 500) {
            return refusals.badInput(new InputError.Malformed("the request is not understood"));
        }
        return status == 503 || isDatabaseAway()
                ? refusals.unavailable(Readiness.RETRY_AFTER_SECONDS)
                : refusals.internal();
    }

    /** Keycloak's answer does not say why it failed, so the database is asked. */
    private static boolean isDatabaseAway() {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        return session != null && ApiMount.of(session).state().readiness().failure(session) != null;
    }
}
