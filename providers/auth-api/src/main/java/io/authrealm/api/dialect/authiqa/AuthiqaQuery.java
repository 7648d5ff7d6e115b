package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.service.parent.Children;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** The members of a request's query, read once. Unknown members are ignored. */
final class AuthiqaQuery {

    private static final int USUAL_LIMIT = 50;
    private static final int MAX_TEXT = 254;

    private static final Pattern LIMIT = Pattern.compile("[0-9]{1,3}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");

    private final MultivaluedMap<String, String> members;
    private AuthiqaError fault;

    AuthiqaQuery(MultivaluedMap<String, String> members) {
        this.members = members;
    }

    /** What is wrong with the members read so far. */
    Optional<AuthiqaError> fault() {
        return Optional.ofNullable(fault);
    }

    /** Which children; a day as the end of a period is a part of it. */
    Children.Query children() {
        String search = text("search");
        if (search != null && (search.length() > MAX_TEXT || search.indexOf('\0') >= 0)) {
            refuse(AuthiqaError.INVALID_INPUT);
        }
        return new Children.Query(
                search,
                moment("startDate", Duration.ZERO),
                moment("endDate", Duration.ofDays(1)),
                limit(),
                text("lastKey"));
    }

    private int limit() {
        String text = text("limit");
        int limit =
                text == null
                        ? USUAL_LIMIT
                        : LIMIT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > Children.MAX_PAGE) {
            refuse(AuthiqaError.INVALID_LIMIT);
            return USUAL_LIMIT;
        }
        return limit;
    }

    /**
     * A day, a time as in ISO 8601, or milliseconds since 1970.
     *
     * @param ofDay what is added to the beginning of a day
     */
    private Instant moment(String name, Duration ofDay) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().plus(ofDay);
            }
            return MILLIS.matcher(text).matches()
                    ? Instant.ofEpochMilli(Long.parseLong(text))
                    : bounded(OffsetDateTime.parse(text));
        } catch (DateTimeException e) {
            refuse(AuthiqaError.INVALID_DATE_FORMAT);
            return null;
        }
    }

    /** Milliseconds of these years fit into a long. */
    private static Instant bounded(OffsetDateTime time) {
        if (time.getYear() < 0 || time.getYear() > 9999) {
            throw new DateTimeException("out of bounds");
        }
        return time.toInstant();
    }

    private String text(String name) {
        String value = members.getFirst(name);
        return value == null || value.isBlank() ? null : value.trim();
    }

    private void refuse(AuthiqaError why) {
        if (fault == null) {
            fault = why;
        }
    }
}
