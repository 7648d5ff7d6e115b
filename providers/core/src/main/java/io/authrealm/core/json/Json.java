package io.authrealm.core.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategy;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * The wire forms of answers: one value and a line feed, with instants as RFC 3339 in UTC. They
 * differ in the names of the members of records.
 */
public enum Json {
    SNAKE_CASE(PropertyNamingStrategies.SNAKE_CASE),
    CAMEL_CASE(PropertyNamingStrategies.LOWER_CAMEL_CASE);

    private final ObjectMapper mapper;

    Json(PropertyNamingStrategy names) {
        mapper =
                JsonMapper.builder()
                        .addModule(new JavaTimeModule())
                        .propertyNamingStrategy(names)
                        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .build();
    }

    /** Returns {@code value} as JSON text that ends in a line feed. */
    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
        }
    }
}
