package io.authrealm.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Makes realms of a running server send their mails to a port of this machine, over the admin REST
 * API. It changes only the email settings of a realm, and only if they are absent or were set by an
 * earlier start.
 */
final class RealmMail {

    private static final String HOST = "127.0.0.1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String baseUrl;

    /**
     * @param baseUrl scheme, host and port of the server, without a slash at the end
     */
    RealmMail(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** Realms that the server does not have are left out. */
    RouteResult route(List<String> realms, int smtpPort) {
        return AdminApi.route(baseUrl, realms, (api, realm) -> lead(api, realm, smtpPort));
    }

    private static Optional<String> lead(AdminApi api, String name, int port)
            throws IOException, InterruptedException {
        Optional<JsonNode> realm = api.read("/" + name, "the realm " + name);
        if (realm.isEmpty()) {
            return Optional.empty();
        }
        JsonNode current = realm.get().path("smtpServer");
        String from = "no-reply@" + name + ".example";
        if (!current.isEmpty() && !isOurs(current, from)) {
            return Optional.of(current.path("host").asText());
        }
        ObjectNode change = JSON.createObjectNode();
        change.putObject("smtpServer")
                .put("host", HOST)
                .put("port", Integer.toString(port))
                .put("from", from)
                .put("fromDisplayName", realm.get().path("displayName").asText(name));
        api.change("/" + name, change, "the realm " + name);
        return Optional.empty();
    }

    private static boolean isOurs(JsonNode settings, String from) {
        return settings.path("host").asText().equals(HOST)
                && settings.path("from").asText().equals(from);
    }
}
