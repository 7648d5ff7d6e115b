package io.authrealm.api.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.authrealm.api.dialect.authiqa.AuthiqaApi;
import io.authrealm.api.dialect.credebl.CredeblRoutes;
import io.authrealm.api.dialect.jitsudo.JitsudoApi;
import io.authrealm.api.dialect.qeet.QeetApi;
import io.authrealm.api.http.AnyOtherRoute;
import io.authrealm.api.http.ApiDescription;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The descriptions of the dialects are OpenAPI 3.1, and have the routes that there are. */
final class DescriptionTest {

    private static final Pattern NAME_OF_COMPONENT = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]+)}");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** The classes with a dialect's first routes. */
    static Stream<Class<?>> dialects() {
        return Stream.of(QeetApi.class, JitsudoApi.class, CredeblRoutes.class, AuthiqaApi.class);
    }

    private static JsonNode description(Class<?> dialect) {
        try (InputStream file = dialect.getResourceAsStream(ApiDescription.PATH)) {
            return new JsonMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> operations(JsonNode document) {
        Map<String, JsonNode> operations = new LinkedHashMap<>();
        document.path("paths")
                .fields()
                .forEachRemaining(
                        path ->
                                path.getValue()
                                        .fields()
                                        .forEachRemaining(
                                                operation ->
                                                        operations.put(
                                                                operation
                                                                                .getKey()
                                                                                .toUpperCase(
                                                                                        Locale.ROOT)
                                                                        + ' '
                                                                        + path.getKey(),
                                                                operation.getValue())));
        return operations;
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void routesAreThoseThatThereAre(Class<?> dialect) {
        Set<String> declared = new TreeSet<>();
        collect(dialect, "", declared);
        Set<String> described = new TreeSet<>();
        operations(description(dialect))
                .keySet()
                .forEach(operation -> described.add(PARAMETER.matcher(operation).replaceAll("{}")));
        assertThat(described).isEqualTo(declared);
    }

    private static void collect(Class<?> resource, String prefix, Set<String> routes) {
        for (Method method : resource.getDeclaredMethods()) {
            Path path = method.getAnnotation(Path.class);
            String here = path == null ? prefix : join(prefix, path.value());
            List<String> verbs =
                    Arrays.stream(method.getAnnotations())
                            .map(Annotation::annotationType)
                            .map(type -> type.getAnnotation(HttpMethod.class))
                            .flatMap(Stream::ofNullable)
                            .map(HttpMethod::value)
                            .toList();
            verbs.forEach(verb -> routes.add(verb + ' ' + here));
            if (verbs.isEmpty() && path != null && method.getReturnType() != AnyOtherRoute.class) {
                collect(method.getReturnType(), here, routes);
            }
        }
    }

    /** Leaves out the pattern and the name of a parameter. */
    private static String join(String prefix, String path) {
        return prefix + '/' + path.replaceAll("\\{[^{}]*(\\{[^{}]*}[^{}]*)*}", "{}");
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void documentIsOpenApi(Class<?> dialect) {
        JsonNode document = description(dialect);
        assertThat(document.path("openapi").asText()).startsWith("3.1.");
        assertThat(document.at("/info/title").asText()).isNotBlank();
        assertThat(document.at("/info/version").asText()).isNotBlank();
        // The file is true at each of its addresses.
        assertThat(document.path("servers"))
                .isNotEmpty()
                .allSatisfy(
                        server ->
                                assertThat(URI.create(server.path("url").asText()).isAbsolute())
                                        .isFalse());
        document.path("components")
                .forEach(
                        kind ->
                                kind.fieldNames()
                                        .forEachRemaining(
                                                name ->
                                                        assertThat(name)
                                                                .matches(NAME_OF_COMPONENT)));
        assertThat(document.at("/x-any-other-route/responses/404").isObject()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void operationsAreComplete(Class<?> dialect) {
        JsonNode document = description(dialect);
        Set<String> ids = new TreeSet<>();
        Set<String> tags = new TreeSet<>();
        document.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
        operations(document)
                .forEach(
                        (name, operation) -> {
                            assertThat(name.split(" ", 2)[0].toLowerCase(Locale.ROOT))
                                    .isIn(METHODS);
                            assertThat(ids.add(operation.path("operationId").asText()))
                                    .as("the id of %s is of its own", name)
                                    .isTrue();
                            assertThat(operation.path("summary").asText()).as(name).isNotBlank();
                            assertThat(operation.path("tags"))
                                    .as(name)
                                    .isNotEmpty()
                                    .allSatisfy(tag -> assertThat(tags).contains(tag.asText()));
                            assertParameters(name, document, operation);
                            assertResponses(name, document, operation);
                            JsonNode body = operation.at("/requestBody/content");
                            assertThat(body)
                                    .as("examples of %s", name)
                                    .allSatisfy(type -> assertThat(type.has("example")).isTrue());
                        });
    }

    private static void assertParameters(String name, JsonNode document, JsonNode operation) {
        Set<String> inPath = new TreeSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode resolved = resolved(document, parameter);
            assertThat(resolved.path("in").asText()).as(name).isIn("path", "query", "header");
            assertThat(resolved.path("schema").isObject()).as(name).isTrue();
            if (resolved.path("in").asText().equals("path")) {
                assertThat(resolved.path("required").asBoolean()).as(name).isTrue();
                inPath.add(resolved.path("name").asText());
            }
        }
        assertThat(PARAMETER.matcher(name).results().map(found -> found.group(1)))
                .as("parameters of %s", name)
                .containsExactlyInAnyOrderElementsOf(inPath);
    }

    private static void assertResponses(String name, JsonNode document, JsonNode operation) {
        assertThat(operation.path("responses")).as(name).isNotEmpty();
        operation
                .path("responses")
                .fields()
                .forEachRemaining(
                        response -> {
                            JsonNode resolved = resolved(document, response.getValue());
                            assertThat(response.getKey()).as(name).matches("[2-5][0-9][0-9]");
                            assertThat(resolved.path("description").asText())
                                    .as("%s of %s", response.getKey(), name)
                                    .isNotBlank();
                            assertThat(resolved.path("content"))
                                    .as("%s of %s", response.getKey(), name)
                                    .allSatisfy(type -> assertThat(type.has("schema")).isTrue());
                        });
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void referencesLeadSomewhereAndComponentsAreUsed(Class<?> dialect) {
        JsonNode document = description(dialect);
        Set<String> references = new TreeSet<>();
        document.findValuesAsText("$ref").forEach(references::add);
        assertThat(references)
                .allSatisfy(
                        reference -> {
                            assertThat(reference).startsWith("#/components/");
                            assertThat(document.at(reference.substring(1)).isMissingNode())
                                    .as("%s", reference)
                                    .isFalse();
                        });
        List<String> components = new ArrayList<>();
        for (String kind : List.of("schemas", "responses", "parameters", "headers")) {
            document.path("components")
                    .path(kind)
                    .fieldNames()
                    .forEachRemaining(name -> components.add("#/components/" + kind + '/' + name));
        }
        assertThat(references).containsExactlyInAnyOrderElementsOf(components);
    }

    /** A member that an answer gets or loses has to be described. */
    @ParameterizedTest
    @MethodSource("dialects")
    void objectsInAnswersAreClosed(Class<?> dialect) {
        JsonNode document = description(dialect);
        Optional<JsonNode> open =
                document.path("components").path("schemas").findParents("properties").stream()
                        .filter(schema -> !schema.has("additionalProperties"))
                        .filter(schema -> !schema.has("unevaluatedProperties"))
                        .filter(schema -> !isBase(document, schema))
                        .findFirst();
        assertThat(open).isEmpty();
    }

    /** Whether each schema that refers to this one closes it. */
    private static boolean isBase(JsonNode document, JsonNode schema) {
        List<String> names = new ArrayList<>();
        document.at("/components/schemas")
                .fields()
                .forEachRemaining(
                        entry -> {
                            if (entry.getValue() == schema) {
                                names.add("#/components/schemas/" + entry.getKey());
                            }
                        });
        return !names.isEmpty()
                && document.findParents("allOf").stream()
                        .filter(
                                parent ->
                                        parent.path("allOf")
                                                .findValuesAsText("$ref")
                                                .contains(names.get(0)))
                        .allMatch(parent -> parent.has("unevaluatedProperties"));
    }
}
