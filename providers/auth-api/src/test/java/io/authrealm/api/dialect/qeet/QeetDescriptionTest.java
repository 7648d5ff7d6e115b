package io.authrealm.api.dialect.qeet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.authrealm.api.http.ApiDescription;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the dialect has the codes of its errors, each at its status. */
final class QeetDescriptionTest {

    private static final Map<String, QeetError> BY_CODE =
            Arrays.stream(QeetError.values())
                    .collect(Collectors.toMap(QeetError::code, Function.identity()));

    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file = QeetApi.class.getResourceAsStream(ApiDescription.PATH)) {
            document = new JsonMapper().readTree(file);
        }
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** The codes that one answer of an operation can have; none if it is no error. */
    private static Set<String> codes(JsonNode response) {
        Set<String> codes = new TreeSet<>();
        for (JsonNode code : response.findValues("code")) {
            code.path("enum").forEach(one -> codes.add(one.asText()));
        }
        return codes;
    }

    @Test
    void everyCodeIsAtItsStatus() {
        Set<String> described = new TreeSet<>();
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                String name = operation.path("operationId").asText();
                operation
                        .path("responses")
                        .fields()
                        .forEachRemaining(
                                response -> {
                                    Set<String> codes = codes(resolved(response.getValue()));
                                    int status = Integer.parseInt(response.getKey());
                                    assertThat(codes)
                                            .as("codes of %s with %s", name, status)
                                            .allSatisfy(
                                                    code ->
                                                            assertThat(BY_CODE.get(code).status())
                                                                    .as(code)
                                                                    .isEqualTo(status));
                                    assertThat(codes.isEmpty())
                                            .as("%s of %s is no error", status, name)
                                            .isEqualTo(status < 400);
                                    described.addAll(codes);
                                });
            }
        }
        assertThat(described).isEqualTo(new TreeSet<>(BY_CODE.keySet()));
    }
}
