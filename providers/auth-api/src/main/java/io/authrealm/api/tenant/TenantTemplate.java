package io.authrealm.api.tenant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.component.ComponentModel;
import org.keycloak.keys.KeyProvider;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.util.JsonSerialization;

/**
 * The realm that each new tenant is a copy of, as a realm file describes it. What no two realms can
 * share is left out: ids, users, keys, secrets of clients, and what a realm claims at the origin
 * root. The name of the template's realm stands for the slug of the tenant wherever it occurs.
 */
public final class TenantTemplate {

    /** That of the jar, beside this class. */
    private static final String IN_THE_JAR = "tenant-template.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String REALM = "realm";
    private static final String COMPONENTS = "components";
    private static final String CONFIG = "config";

    private static final String SETTINGS = TenantSettingsProvider.class.getName();
    private static final String KEYS = KeyProvider.class.getName();

    /** The ids of such providers of keys say that Keycloak makes the keys. */
    private static final String GENERATED = "-generated";

    /** Names that are too short would be found in the middle of other texts. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{3,254}");

    private static final Set<String> IDS = Set.of("id", "internalId");

    /** Members of the realm that belong to one realm only. */
    private static final List<String> OF_ONE_REALM =
            List.of(
                    "id",
                    "users",
                    "federatedUsers",
                    "privateKey",
                    "publicKey",
                    "certificate",
                    "codeSecret");

    /**
     * The attribute of a realm that lists what opting in has made there; a copy has made nothing.
     */
    public static final String MADE_PARTS = "authrealm.made";

    private static final List<String> OF_ONE_CLIENT = List.of("secret", "registrationAccessToken");

    private static final List<String> OF_ONE_KEY =
            List.of("privateKey", "certificate", "secret", "kid");

    private final ObjectNode realm;
    private final Set<String> ids;
    private final Pattern name;

    private TenantTemplate(ObjectNode realm, Set<String> ids) {
        this.realm = realm;
        this.ids = ids;
        this.name =
                Pattern.compile(
                        "(?<![A-Za-z0-9])"
                                + Pattern.quote(realm.path(REALM).asText())
                                + "(?![A-Za-z0-9])");
    }

    /**
     * Reads the template of the server.
     *
     * @param file null for the one in the jar
     * @throws IllegalArgumentException with a text for the operator; the server does not start then
     */
    public static TenantTemplate load(String file) {
        try {
            return file == null || file.isBlank()
                    ? ofJar()
                    : of(Files.readString(Path.of(file.trim())));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "tenant-template: " + file + " cannot be read: " + e, e);
        }
    }

    private static TenantTemplate ofJar() {
        try (InputStream file = TenantTemplate.class.getResourceAsStream(IN_THE_JAR)) {
            return of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a realm file.
     *
     * @throws IllegalArgumentException with a text for the operator
     */
    static TenantTemplate of(String json) {
        ObjectNode realm = read(json);
        if (!NAME.matcher(realm.path(REALM).asText()).matches()) {
            throw refused("the realm needs a name of at least four letters, digits or hyphens");
        }
        realm.remove(OF_ONE_REALM);
        remove(realm.path("attributes"), List.of(MADE_PARTS));
        realm.path("clients").forEach(client -> remove(client, OF_ONE_CLIENT));
        removeKeys(realm);
        requireSettings(realm);
        Set<String> ids = new HashSet<>();
        collectIds(realm, ids);
        TenantTemplate template = new TenantTemplate(realm, ids);
        // What is no realm must not be noticed only at the first tenant.
        template.realm("0", "a-tenant", "A tenant");
        return template;
    }

    private static ObjectNode read(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode realm) {
                return realm;
            }
        } catch (JsonProcessingException e) {
            throw refused("it is no JSON: " + e.getOriginalMessage());
        }
        throw refused("it is no realm, but another kind of JSON");
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("tenant-template: " + why);
    }

    /** The tenants would sign with the same key, and each could make tokens of the others. */
    private static void removeKeys(ObjectNode realm) {
        for (JsonNode provider : realm.path(COMPONENTS).path(KEYS)) {
            if (!provider.path("providerId").asText().endsWith(GENERATED)) {
                throw refused(
                        "tenants cannot share the key of the provider "
                                + provider.path("name").asText());
            }
            remove(provider.path(CONFIG), OF_ONE_KEY);
        }
    }

    private static void remove(JsonNode node, List<String> members) {
        if (node instanceof ObjectNode object) {
            object.remove(members);
        }
    }

    /** A realm that is made of the template must be open to the API. */
    private static void requireSettings(ObjectNode realm) {
        JsonNode components = realm.path(COMPONENTS).path(SETTINGS);
        if (components.size() != 1
                || !(components.get(0).path(CONFIG) instanceof ObjectNode config)) {
            throw refused("it needs one component of the type " + SETTINGS);
        }
        config.remove(RootClaims.NAMES);
        TenantSettings settings = settings(config);
        if (!settings.enabled() || settings.isSuspended()) {
            throw refused("the API is switched off in it");
        }
        for (JsonNode client : realm.path("clients")) {
            if (client.path("clientId").asText().equals(settings.clientId())
                    && client.path("enabled").asBoolean(true)) {
                return;
            }
        }
        throw refused("it needs an enabled client " + settings.clientId());
    }

    private static TenantSettings settings(ObjectNode config) {
        ComponentModel component = new ComponentModel();
        config.properties()
                .forEach(
                        setting ->
                                setting.getValue()
                                        .forEach(
                                                value ->
                                                        component
                                                                .getConfig()
                                                                .add(
                                                                        setting.getKey(),
                                                                        value.asText())));
        try {
            return TenantSettings.of(component);
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    /** The password policy of the realms; null if they have none. */
    public String passwordPolicy() {
        return realm.path("passwordPolicy").asText(null);
    }

    private static void collectIds(JsonNode node, Set<String> ids) {
        node.properties()
                .forEach(
                        member -> {
                            if (IDS.contains(member.getKey()) && member.getValue().isTextual()) {
                                ids.add(member.getValue().textValue());
                            }
                        });
        node.forEach(child -> collectIds(child, ids));
    }

    /**
     * A realm that is a copy of the template. Everything in it has a new id.
     *
     * @param id of the realm
     * @param slug its name
     */
    public RealmRepresentation realm(String id, String slug, String displayName) {
        Map<String, String> newIds = new HashMap<>();
        ids.forEach(old -> newIds.put(old, UUID.randomUUID().toString()));
        Matcher names = name.matcher("");
        String replacement = Matcher.quoteReplacement(slug);
        ObjectNode copy =
                (ObjectNode)
                        changed(
                                realm,
                                text ->
                                        newIds.containsKey(text)
                                                ? newIds.get(text)
                                                : names.reset(text).replaceAll(replacement));
        copy.put("id", id).put(REALM, slug).put("displayName", displayName).put("enabled", true);
        try {
            return JsonSerialization.readValue(
                    JSON.writeValueAsBytes(copy), RealmRepresentation.class);
        } catch (IOException e) {
            throw refused("it is no realm: " + e.getMessage());
        }
    }

    /** A copy with other texts, in the names of members too. */
    private static JsonNode changed(JsonNode node, UnaryOperator<String> text) {
        if (node.isTextual()) {
            return JSON.getNodeFactory().textNode(text.apply(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(element -> array.add(changed(element, text)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = JSON.createObjectNode();
        node.properties()
                .forEach(
                        member ->
                                object.set(
                                        text.apply(member.getKey()),
                                        changed(member.getValue(), text)));
        return object;
    }
}
