package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tenants that a test class makes through the API; their realms are closed after its last test. */
final class NewTenants implements AfterAllCallback {

    /** A tenant, and the API with the session of its owner at the origin root. */
    record Made(JsonNode json, String id, String slug, Api owner, Tokens tokens) {

        String path() {
            return "/v1/tenants/" + id;
        }

        /** Its realm, as the administrator of the server sees it. */
        TestRealm realm() {
            return TestRealm.existing(slug, TestServer.admin());
        }
    }

    private final List<String> slugs = new ArrayList<>();

    static String slug() {
        return "new-" + TestRealm.random();
    }

    static Map<String, Object> body(String slug, Object... members) {
        Map<String, Object> body = new HashMap<>(Map.of("name", "A tenant", "slug", slug));
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return body;
    }

    /** Makes one as a user, who becomes its owner. */
    Made make(Api user, Object... members) {
        JsonNode json = user.post("/v1/tenants", body(slug(), members)).assertStatus(201).json();
        remember(json.path("slug").asText());
        Tokens tokens = Tokens.of(json);
        return new Made(
                json,
                json.path("id").asText(),
                json.path("slug").asText(),
                TestServer.root().bearer(tokens),
                tokens);
    }

    synchronized void remember(String slug) {
        slugs.add(slug);
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        slugs.forEach(slug -> TestRealm.existing(slug, TestServer.admin()).close());
    }
}
