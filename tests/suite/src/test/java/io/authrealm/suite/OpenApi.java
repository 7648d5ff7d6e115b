package io.authrealm.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * The descriptions of the dialects, as they are in the jar. {@link Http} checks every answer of a
 * dialect against its description: the operation, the status, the content type and the body.
 */
final class OpenApi {

    /** Each with a pattern of its paths, below a realm and at the root. */
    enum Dialect {
        /** Has no path of its own: it is what a realm speaks that has chosen no other. */
        QEET(Pattern.compile("(?!)")),
        JITSUDO("/jitsudo/v1"),
        CREDEBL("/credebl(?:/v1)?"),
        AUTHIQA("/authiqa");

        private final Pattern own;

        Dialect(String path) {
            this(below(path));
        }

        Dialect(Pattern own) {
            this.own = own;
        }

        private static Pattern below(String path) {
            return Pattern.compile("(?:/realms/[^/]+)?" + path + "(?<route>/.*)?");
        }

        private String folder() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a realm's dialect answers, whichever it is. */
    private static final Pattern CHOSEN = Dialect.below("/v1");

    /** With these the server asks about a route, or knows no route. */
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private static final String SCHEMA_OF_SCHEMAS = "https://json-schema.org/draft/2020-12/schema";

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    registry ->
                            registry.schemaRegistryConfig(
                                    SchemaRegistryConfig.builder()
                                            .formatAssertionsEnabled(true)
                                            .build()));

    private static final Map<Dialect, OpenApi> DESCRIPTIONS = new ConcurrentHashMap<>();

    private final Dialect dialect;
    private final String text;
    private final JsonNode document;
    private final Map<Pattern, JsonNode> paths = new LinkedHashMap<>();
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    private OpenApi(Dialect dialect, String text) throws JsonProcessingException {
        this.dialect = dialect;
        this.text = text;
        this.document = Answer.JSON.readTree(text);
        List<String> templates = new ArrayList<>();
        document.path("paths").fieldNames().forEachRemaining(templates::add);
        // A path without parameters comes before one with parameters that also matches.
        templates.sort((a, b) -> Boolean.compare(a.contains("{"), b.contains("{")));
        for (String template : templates) {
            String pattern =
                    Pattern.compile("\\{[^{}]+}")
                            .splitAsStream(template + '\n')
                            .map(part -> Pattern.quote(part.strip()))
                            .collect(Collectors.joining("[^/]+"));
            ObjectNode item = (ObjectNode) document.path("paths").path(template);
            paths.put(Pattern.compile(pattern), item);
            item.fieldNames()
                    .forEachRemaining(
                            method ->
                                    ((ObjectNode) item.path(method))
                                            .put(
                                                    "x-name",
                                                    method.toUpperCase(Locale.ROOT)
                                                            + ' '
                                                            + template));
        }
    }

    /** The description in the jar. */
    static OpenApi of(Dialect dialect) {
        return DESCRIPTIONS.computeIfAbsent(dialect, OpenApi::read);
    }

    private static OpenApi read(Dialect dialect) {
        String name = "io/authrealm/api/dialect/" + dialect.folder() + "/openapi.json";
        try (JarFile jar = new JarFile(TestServer.jar().toFile())) {
            ZipEntry file = jar.getEntry(name);
            if (file == null) {
                throw new AssertionError("the jar has no " + name);
            }
            try (InputStream content = jar.getInputStream(file)) {
                String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
                return new OpenApi(dialect, text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    /**
     * Asserts that an answer of a dialect is one that its operation has. Answers of the server's
     * HTTP layer are not: it refuses targets and methods that no route sees, and gives no id to the
     * request. A preflight is answered by the rules of CORS.
     *
     * @param chosen the dialect of the realm at the paths of {@code /v1}; null if the test does not
     *     know it
     */
    static void check(String method, URI uri, Dialect chosen, Answer answer) {
        if (!METHODS.contains(method)
                || (answer.status() >= 400 && answer.header("X-Request-Id") == null)) {
            return;
        }
        for (Dialect dialect : Dialect.values()) {
            Matcher own = dialect.own.matcher(uri.getRawPath());
            Matcher at =
                    dialect == chosen && !own.matches() ? CHOSEN.matcher(uri.getRawPath()) : own;
            if (at.matches()) {
                String route = Objects.requireNonNullElse(at.group("route"), "/");
                of(dialect).check(method, route, answer);
            }
        }
    }

    private void check(String method, String route, Answer answer) {
        boolean hasBody = !method.equals("HEAD");
        JsonNode operation =
                operation(hasBody ? method : "GET", route)
                        .orElseGet(() -> document.path("x-any-other-route"));
        String name = operation.path("x-name").asText("any other route");
        JsonNode response = resolved(operation.at("/responses/" + answer.status()));
        if (response.isMissingNode()) {
            throw undescribed(name, "the status is not declared", method, route, answer);
        }
        if (!hasBody || !response.has("content")) {
            if (!answer.body().isEmpty()) {
                throw undescribed(name, "there is a body", method, route, answer);
            }
            return;
        }
        String type = answer.header("Content-Type");
        JsonNode content = response.path("content").path(type == null ? "" : type.split(";", 2)[0]);
        if (content.isMissingNode()) {
            throw undescribed(name, "the type is " + type, method, route, answer);
        }
        String faults = faults(content.path("schema"), answer.body());
        if (!faults.isEmpty()) {
            throw undescribed(name, faults, method, route, answer);
        }
    }

    /**
     * A request of the description's examples.
     *
     * @param path below that of the dialect, with the query
     * @param headers those that the operation requires
     * @param contentType null if there is no body, which is empty then
     */
    record Example(
            String method,
            String path,
            Map<String, String> headers,
            boolean takesBearer,
            String contentType,
            String body) {}

    /**
     * One request for each operation.
     *
     * @param values of parameters, by name, in place of their examples
     */
    List<Example> examples(Map<String, String> values) {
        List<Example> examples = new ArrayList<>();
        document.path("paths")
                .fields()
                .forEachRemaining(
                        path ->
                                path.getValue()
                                        .fields()
                                        .forEachRemaining(
                                                operation ->
                                                        examples.add(
                                                                example(
                                                                        operation.getKey(),
                                                                        path.getKey(),
                                                                        operation.getValue(),
                                                                        values))));
        return examples;
    }

    private Example example(
            String method, String template, JsonNode operation, Map<String, String> values) {
        String path = template;
        List<String> query = new ArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode reference : operation.path("parameters")) {
            JsonNode parameter = resolved(reference);
            String name = parameter.path("name").asText();
            String value = values.getOrDefault(name, parameter.path("example").asText());
            if (parameter.path("required").asBoolean()) {
                switch (parameter.path("in").asText()) {
                    case "path" -> path = path.replace('{' + name + '}', value);
                    case "query" -> query.add(name + '=' + value);
                    default -> headers.put(name, value);
                }
            }
        }
        JsonNode content = operation.at("/requestBody/content");
        String type = content.isMissingNode() ? null : content.fieldNames().next();
        JsonNode body = content.path(type == null ? "" : type).path("example");
        return new Example(
                method.toUpperCase(Locale.ROOT),
                query.isEmpty() ? path : path + '?' + String.join("&", query),
                headers,
                operation.path("security").findValue("bearer") != null,
                type,
                body.isContainerNode() ? body.toString() : body.asText());
    }

    private Optional<JsonNode> operation(String method, String route) {
        return paths.entrySet().stream()
                .filter(path -> path.getKey().matcher(route).matches())
                .map(path -> path.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject)
                .findFirst();
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isMissingNode() ? node : document.at(reference.asText().substring(1));
    }

    /** What is wrong with a body; empty if nothing is. */
    private String faults(JsonNode schema, String body) {
        try {
            JsonNode json = Answer.JSON.readTree(body);
            return schemas.computeIfAbsent(schema, this::compiled).validate(json).stream()
                    .map(Object::toString)
                    .collect(Collectors.joining("\n  "));
        } catch (JsonProcessingException e) {
            return "the body is no JSON";
        }
    }

    /** References lead to the components of the document. */
    private Schema compiled(JsonNode schema) {
        ObjectNode whole = Answer.JSON.createObjectNode();
        whole.put("$schema", SCHEMA_OF_SCHEMAS);
        whole.putArray("allOf").add(schema);
        whole.set("components", document.path("components"));
        return REGISTRY.getSchema(whole);
    }

    private AssertionError undescribed(
            String operation, String fault, String method, String route, Answer answer) {
        return new AssertionError(
                "The description of %s does not have this answer of \"%s\": %s\n%s %s: %s"
                        .formatted(dialect, operation, fault, method, route, answer));
    }
}
