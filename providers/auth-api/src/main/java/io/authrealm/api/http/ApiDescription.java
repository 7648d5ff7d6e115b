package io.authrealm.api.http;

import com.fasterxml.jackson.databind.util.RawValue;
import io.authrealm.core.text.Sha256;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a dialect's routes take and answer, as OpenAPI 3.1: a file beside the classes of the
 * dialect. It says nothing about a tenant, so anybody may have it and caches may keep it, and no
 * limit counts it.
 */
public final class ApiDescription {

    /** Below each path of the dialect. */
    public static final String PATH = "openapi.json";

    private static final String KEPT_FOR_AN_HOUR = "public, max-age=3600";

    /** Each is read when somebody asks for it, and once. */
    private static final ClassValue<ApiDescription> FILES =
            new ClassValue<>() {
                @Override
                protected ApiDescription computeValue(Class<?> dialect) {
                    return read(dialect);
                }
            };

    private final String text;
    private final String tag;

    private ApiDescription(String text) {
        this.text = text;
        this.tag = "\"" + Sha256.base64Url(text) + "\"";
    }

    private static ApiDescription read(Class<?> dialect) {
        try (InputStream file = dialect.getResourceAsStream(PATH)) {
            if (file == null) {
                throw new IllegalStateException("no " + PATH + " beside " + dialect);
            }
            return new ApiDescription(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The answer with the file, if the realm of the path is open.
     *
     * @param dialect a class beside the file
     */
    public static Response respond(Call call, Refusals words, Class<?> dialect) {
        return call.respond(
                words,
                () -> {
                    call.requireOpenRealm();
                    ApiDescription file = FILES.get(dialect);
                    return file.isWith(call) ? file.answer(304, null) : file.answer(200, file.text);
                });
    }

    private Answer answer(int status, String body) {
        return Answer.of(status, body == null ? null : new RawValue(body.stripTrailing()))
                .with(HttpHeaders.CACHE_CONTROL, KEPT_FOR_AN_HOUR)
                .with(HttpHeaders.ETAG, tag);
    }

    /** Whether the client has this file already; a cache may have made its tag a weak one. */
    private boolean isWith(Call call) {
        String known = call.header(HttpHeaders.IF_NONE_MATCH);
        return known != null
                && Arrays.stream(known.split(",", -1))
                        .map(String::strip)
                        .anyMatch(
                                one -> one.equals("*") || one.replaceFirst("^W/", "").equals(tag));
    }
}
