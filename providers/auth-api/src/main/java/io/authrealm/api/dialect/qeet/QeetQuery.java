package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.users.PageLimit;
import io.authrealm.api.service.users.UserDirectory;
import io.authrealm.api.service.users.UserQuery;
import io.authrealm.api.service.users.UserQuery.Order;
import io.authrealm.api.service.users.UserQuery.Search;
import io.authrealm.core.text.E164;
import io.authrealm.core.text.EmailSyntax;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The members of a request's query, read once. Qeet ID has {@code limit}, {@code cursor} and {@code
 * offset}; filters, order and total are this server's own. Unknown members are ignored, because the
 * Node client sends {@code tenant} along.
 */
final class QeetQuery {

    private static final int MAX_TEXT = 254;
    private static final int MAX_DIGITS = 9;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,64}");

    /** The year 9999, as in RFC 3339; milliseconds of it fit into a long. */
    private static final long MAX_SECONDS = 253_402_300_800L;

    private static final Map<String, Order> ORDERS =
            Map.of(
                    "-created_at", Order.NEWEST,
                    "created_at", Order.OLDEST,
                    "email", Order.EMAIL,
                    "-email", Order.EMAIL_DESCENDING);

    private static final Map<String, Boolean> STATUSES = Map.of("active", true, "suspended", false);

    private static final Search EVERYONE = new Search.Everyone(null, null, null);

    private final MultivaluedMap<String, String> members;
    private String fault;

    QeetQuery(MultivaluedMap<String, String> members) {
        this.members = members;
    }

    /** What is wrong with the members read so far, in words for a developer. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** The cursor; null for the first page, which an empty one means too. */
    String cursor() {
        String cursor = members.getFirst("cursor");
        return cursor == null || cursor.isEmpty() ? null : cursor;
    }

    /** The usual limit if the client sends no valid one. */
    PageLimit limit(int usual) {
        int limit = number("limit", usual);
        return new PageLimit(limit <= 0 ? usual : limit);
    }

    /** The page of the list of users; an offset wins over a cursor. */
    UserDirectory.PageRequest page(int usualLimit) {
        int offset = Math.max(0, number("offset", 0));
        return new UserDirectory.PageRequest(
                offset > 0 ? null : cursor(),
                offset,
                limit(usualLimit),
                "true".equals(members.getFirst("include_total")));
    }

    /** Which users, and in which order. */
    UserQuery users() {
        Search search = search();
        return new UserQuery(search, order(search));
    }

    private Order order(Search search) {
        String sort = text("sort");
        if (sort != null && !ORDERS.containsKey(sort)) {
            refuse("sort must be created_at, -created_at, email or -email");
        }
        return sort == null ? search.usualOrder() : ORDERS.getOrDefault(sort, search.usualOrder());
    }

    private Search search() {
        String email = text("email");
        String prefix = text("q");
        String phone = text("phone");
        Search everyone =
                new Search.Everyone(enabled(), instant("created_after"), instant("created_before"));
        boolean isNarrowed = !everyone.equals(EVERYONE);
        if (Stream.of(email != null, prefix != null, phone != null, isNarrowed)
                        .filter(is -> is)
                        .count()
                > 1) {
            refuse(
                    "email, q, phone, and the three of status, created_after and created_before"
                            + " exclude each other");
        }
        if (email != null) {
            return new Search.WithEmail(EmailSyntax.normalized(email));
        }
        if (prefix != null) {
            return new Search.WithEmailPrefix(prefix.trim().toLowerCase(Locale.ROOT));
        }
        if (phone != null && !E164.isValid(phone)) {
            refuse("phone must be in the form of E.164, its + written as %2B");
        }
        return phone == null ? everyone : new Search.WithPhone(phone);
    }

    private Boolean enabled() {
        String status = text("status");
        if (status != null && !STATUSES.containsKey(status)) {
            refuse("status must be active or suspended");
            return null;
        }
        return status == null ? null : STATUSES.get(status);
    }

    private Instant instant(String name) {
        String value = text(name);
        try {
            Instant instant = value == null ? null : OffsetDateTime.parse(value).toInstant();
            if (instant == null || Math.abs(instant.getEpochSecond()) < MAX_SECONDS) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            // falls through to the same answer
        }
        refuse(name + " must be a time as in RFC 3339");
        return null;
    }

    private String text(String name) {
        String value = members.getFirst(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() > MAX_TEXT || value.indexOf('\0') >= 0) {
            refuse(name + " is not valid");
            return null;
        }
        return value;
    }

    private int number(String name, int otherwise) {
        String value = members.getFirst(name);
        if (value == null || !NUMBER.matcher(value).matches()) {
            return otherwise;
        }
        return value.length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(value);
    }

    private void refuse(String why) {
        if (fault == null) {
            fault = why;
        }
    }
}
