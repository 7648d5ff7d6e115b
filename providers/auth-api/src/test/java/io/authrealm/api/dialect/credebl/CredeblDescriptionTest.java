package io.authrealm.api.dialect.credebl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.authrealm.api.http.Answer;
import io.authrealm.core.json.InputError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The description of the dialect has the texts of its errors, and no others in their place. */
final class CredeblDescriptionTest {

    private final CredeblErrors errors = new CredeblErrors("GET /nothing");

    /**
     * Each has a schema that takes no other text.
     *
     * @param error not one of those that only services of other dialects end in: of a page that
     *     uses cookies in place of a token, and of a way in that a tenant does not have
     */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FORBIDDEN", "METHOD_DISABLED"})
    void textIsDescribed(CredeblError error) {
        JsonNode body = body(error);
        assertThat(describedErrors()).as("%s", body).anyMatch(schema -> takes(schema, body));
    }

    @Test
    void describedTextsAreThoseThatThereAre() {
        List<JsonNode> bodies = Arrays.stream(CredeblError.values()).map(this::body).toList();
        assertThat(describedErrors())
                .filteredOn(schema -> schema.at("/properties/message").has("const"))
                .hasSizeGreaterThan(20)
                .allSatisfy(schema -> assertThat(bodies).anyMatch(body -> takes(schema, body)));
    }

    private JsonNode body(CredeblError error) {
        Answer answer =
                switch (error) {
                    case NOT_FOUND -> errors.notFound();
                    case BAD_REQUEST -> errors.badInput(new InputError.Malformed("not valid JSON"));
                    case PASSWORD_REFUSED -> errors.of(error, error.message() + ": why");
                    case UNKNOWN_ALIAS -> errors.of(error, error.message() + "; it can be ACME");
                    default -> errors.of(error);
                };
        try {
            return new JsonMapper().readTree(errors.wire().write(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean takes(JsonNode schema, JsonNode body) {
        JsonNode members = schema.path("properties");
        JsonNode message = members.path("message");
        String text = body.path("message").asText();
        boolean isText =
                message.path("const").asText().equals(text)
                        || (message.has("pattern")
                                && text.matches(message.path("pattern").asText()))
                        || StreamSupport.stream(message.path("enum").spliterator(), false)
                                .anyMatch(one -> one.asText().equals(text));
        return isText
                && members.at("/statusCode/const").equals(body.path("statusCode"))
                && members.at("/error/const").equals(body.path("error"));
    }

    private static List<JsonNode> describedErrors() {
        try (InputStream file = CredeblApi.class.getResourceAsStream("openapi.json")) {
            JsonNode schemas = new JsonMapper().readTree(file).at("/components/schemas");
            return StreamSupport.stream(schemas.spliterator(), false)
                    .filter(
                            schema ->
                                    schema.at("/allOf/0/$ref")
                                            .asText()
                                            .equals("#/components/schemas/Error"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
