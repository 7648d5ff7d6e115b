package io.authrealm.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategy;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The wire forms of answers: one value and a line feed, with instants as RFC 3339 in UTC, at most
 * to the microsecond. They differ in the names of the members of records.
 */
public enum Json {
    SNAKE_CASE(PropertyNamingStrategies.SNAKE_CASE),
    CAMEL_CASE(PropertyNamingStrategies.LOWER_CAMEL_CASE);

    private final ObjectMapper mapper;

    Json(PropertyNamingStrategy names) {
        mapper =
                JsonMapper.builder()
                        .addModule(new SimpleModule().addSerializer(new Microseconds()))
                        .propertyNamingStrategy(names)
                        .build();
    }

    /** Clients that keep times as PostgreSQL does could not compare a longer fraction. */
    private static final class Microseconds extends StdScalarSerializer<Instant> {

        @Serial private static final long serialVersionUID = 1;

        Microseconds() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(time.truncatedTo(ChronoUnit.MICROS).toString());
        }
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
