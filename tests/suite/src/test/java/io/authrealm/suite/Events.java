package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.AssertProvider;
import org.assertj.core.api.ListAssert;

/**
 * Events that Keycloak has recorded, newest first: either of users or of admins.
 *
 * <pre>{@code assertThat(realm.events("LOGIN", user)).singleElement().hasSession(id);}</pre>
 */
record Events(List<JsonNode> list) implements AssertProvider<Events.EventsAssert> {

    static Events of(JsonNode array) {
        return new Events(TestRealm.list(array));
    }

    /** These events without the earlier ones. */
    Events since(Events earlier) {
        List<JsonNode> ids = earlier.list.stream().map(event -> event.path("id")).toList();
        return new Events(list.stream().filter(event -> !ids.contains(event.path("id"))).toList());
    }

    @Override
    public EventsAssert assertThat() {
        return new EventsAssert(list);
    }

    /** Assertions about several events. {@code singleElement()} leads to those about one. */
    static final class EventsAssert
            extends AbstractListAssert<
                    EventsAssert, List<? extends JsonNode>, JsonNode, EventAssert> {

        private EventsAssert(List<? extends JsonNode> events) {
            super(events, EventsAssert.class);
        }

        @Override
        protected EventAssert toAssert(JsonNode event, String description) {
            return new EventAssert(event).as(description);
        }

        @Override
        protected EventsAssert newAbstractIterableAssert(Iterable<? extends JsonNode> events) {
            return new EventsAssert(StreamSupport.stream(events.spliterator(), false).toList());
        }

        /** Goes on with the events that have this error. */
        EventsAssert withError(String error) {
            return with("/error", error);
        }

        EventsAssert withSession(String id) {
            return with("/sessionId", id);
        }

        EventsAssert withDetail(String name, String value) {
            return with("/details/" + name, value);
        }

        private EventsAssert with(String pointer, String value) {
            return filteredOn(event -> event.at(pointer).asText().equals(value))
                    .as("those with %s=%s of %s", pointer, value, actual);
        }

        /** The value of this detail in each event; empty for an event without it. */
        ListAssert<String> details(String name) {
            return texts("/details/" + name);
        }

        /** What each admin event is about, such as {@code users/<id>}. */
        ListAssert<String> resourcePaths() {
            return texts("/resourcePath");
        }

        private ListAssert<String> texts(String pointer) {
            return new ListAssert<>(
                    actual.stream().map(event -> event.at(pointer).asText()).toList());
        }

        EventsAssert mention(String text) {
            if (actual.stream().noneMatch(event -> event.toString().contains(text))) {
                failWithMessage("No event mentions %s: %s", text, actual);
            }
            return this;
        }

        EventsAssert doNotMention(String... secrets) {
            for (JsonNode event : actual) {
                toAssert(event, descriptionText()).doesNotMention(secrets);
            }
            return this;
        }
    }
}
