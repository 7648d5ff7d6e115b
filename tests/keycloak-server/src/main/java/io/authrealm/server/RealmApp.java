package io.authrealm.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes realms of a running server work with the example app at its present address, over the admin
 * REST API: the links in mails lead there, its pages may call the API, and passkeys work on them. A
 * realm whose links lead to an address that is none of the example's stays as it is.
 */
final class RealmApp {

    private static final String SETTINGS = "io.authrealm.api.tenant.TenantSettingsProvider";
    private static final Set<String> OURS =
            AppSite.PORTS.stream().map(AppSite::urlAt).collect(Collectors.toUnmodifiableSet());
    private static final List<String> POLICIES =
            List.of("webAuthnPolicyExtraOrigins", "webAuthnPolicyPasswordlessExtraOrigins");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String baseUrl;

    /**
     * @param baseUrl scheme, host and port of the server, without a slash at the end
     */
    RealmApp(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /**
     * Realms that the server does not have, or that have not opted in, are left out.
     *
     * @param app the address of the example, without a slash at the end
     */
    RouteResult route(List<String> realms, String app) {
        return AdminApi.route(baseUrl, realms, (api, realm) -> lead(api, realm, app));
    }

    private static Optional<String> lead(AdminApi api, String name, String app)
            throws IOException, InterruptedException {
        Optional<JsonNode> settings =
                first(
                        api.read(
                                "/" + name + "/components?type=" + SETTINGS,
                                "the settings of " + name));
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        String current = settings.get().at("/config/app_url/0").asText();
        if (!current.isEmpty() && !OURS.contains(current)) {
            return Optional.of(current);
        }
        if (!current.equals(app)) {
            ObjectNode changed = settings.get().deepCopy();
            changed.withObject("/config").putArray("app_url").add(app);
            api.change(
                    "/" + name + "/components/" + changed.path("id").asText(),
                    changed,
                    "the settings of " + name);
        }
        allowOrigin(name, app, settings.get(), api);
        allowPasskeys(name, app, api);
        return Optional.empty();
    }

    private static void allowOrigin(String name, String app, JsonNode settings, AdminApi api)
            throws IOException, InterruptedException {
        String clientId = settings.at("/config/client_id/0").asText("authrealm-api");
        Optional<JsonNode> client =
                first(api.read("/" + name + "/clients?clientId=" + clientId, "the client"));
        if (client.isPresent() && !has(client.get().path("webOrigins"), app)) {
            ObjectNode changed = client.get().deepCopy();
            with(changed, "webOrigins", app);
            api.change(
                    "/" + name + "/clients/" + changed.path("id").asText(),
                    changed,
                    "the client of " + name);
        }
    }

    private static void allowPasskeys(String name, String app, AdminApi api)
            throws IOException, InterruptedException {
        Optional<JsonNode> realm = api.read("/" + name, "the realm " + name);
        if (realm.isEmpty() || POLICIES.stream().allMatch(it -> has(realm.get().path(it), app))) {
            return;
        }
        ObjectNode changed = realm.get().deepCopy();
        POLICIES.stream()
                .filter(policy -> !has(changed.path(policy), app))
                .forEach(policy -> with(changed, policy, app));
        api.change("/" + name, changed, "the realm " + name);
    }

    private static Optional<JsonNode> first(Optional<JsonNode> list) {
        return list.map(found -> found.path(0)).filter(JsonNode::isObject);
    }

    private static boolean has(JsonNode list, String value) {
        for (JsonNode item : list) {
            if (item.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static void with(ObjectNode object, String list, String value) {
        ArrayNode values = JSON.createArrayNode();
        object.path(list).forEach(values::add);
        object.set(list, values.add(value));
    }
}
