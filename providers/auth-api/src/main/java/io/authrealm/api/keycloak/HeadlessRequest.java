package io.authrealm.api.keycloak;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import org.keycloak.http.FormPartValue;
import org.keycloak.http.HttpRequest;

/** The client's request as the steps of a flow see it, with JSON members as form fields. */
final class HeadlessRequest implements HttpRequest {

    private final HttpRequest actual;
    private MultivaluedMap<String, String> form = new MultivaluedHashMap<>();

    HeadlessRequest(HttpRequest actual) {
        this.actual = actual;
    }

    /** Makes the form hold exactly those of {@code inputs} that {@code fields} names. */
    void submit(Map<String, String> inputs, Set<String> fields) {
        MultivaluedMap<String, String> submitted = new MultivaluedHashMap<>();
        fields.forEach(field -> submitted.putSingle(field, inputs.get(field)));
        form = submitted;
    }

    @Override
    public String getHttpMethod() {
        return "POST";
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        return form;
    }

    @Override
    public MultivaluedMap<String, FormPartValue> getMultiPartFormParameters() {
        return new MultivaluedHashMap<>();
    }

    @Override
    public HttpHeaders getHttpHeaders() {
        return actual.getHttpHeaders();
    }

    @Override
    public X509Certificate[] getClientCertificateChain() {
        return actual.getClientCertificateChain();
    }

    @Override
    public UriInfo getUri() {
        return actual.getUri();
    }

    @Override
    public boolean isProxyTrusted() {
        return actual.isProxyTrusted();
    }
}
