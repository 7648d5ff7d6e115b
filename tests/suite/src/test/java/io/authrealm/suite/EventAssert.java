package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.assertj.core.api.AbstractAssert;

/** Assertions about one event that Keycloak has recorded, of a user or of an admin. */
final class EventAssert extends AbstractAssert<EventAssert, JsonNode> {

    EventAssert(JsonNode event) {
        super(event, EventAssert.class);
    }

    EventAssert hasError(String error) {
        return has("error", actual, error);
    }

    EventAssert hasNoError() {
        assertThat(actual.has("error")).as("error in %s", actual).isFalse();
        return this;
    }

    EventAssert hasSession(String id) {
        return has("sessionId", actual, id);
    }

    EventAssert hasDetail(String name, String value) {
        return has(name, actual.path("details"), value);
    }

    /** Of a user's event the client's name, of an admin's event its internal id. */
    EventAssert hasClient(String client) {
        return has("clientId", origin(), client);
    }

    /** In an admin's event this is the admin. */
    EventAssert hasUser(String id) {
        return has("userId", origin(), id);
    }

    /** In an admin's event this is the realm of the admin. */
    EventAssert hasRealm(String id) {
        return has("realmId", origin(), id);
    }

    /** Asserts that the event names the IP address of the request, whichever it is. */
    EventAssert hasAddress() {
        assertThat(origin().path("ipAddress").asText()).as("address in %s", actual).isNotBlank();
        return this;
    }

    /** Asserts what the admin did, and to which resource. */
    EventAssert hasOperation(String operation, String resourceType, String resourcePath) {
        return has("operationType", actual, operation)
                .has("resourceType", actual, resourceType)
                .has("resourcePath", actual, resourcePath);
    }

    EventAssert hasRepresentationWith(String text) {
        assertThat(actual.path("representation").asText()).contains(text);
        return this;
    }

    /** Asserts that no part of the event contains one of these. */
    EventAssert doesNotMention(String... secrets) {
        return doesNotMention(actual, secrets);
    }

    /** For a secret so short that an id or a time can contain it by chance. */
    EventAssert detailsDoNotMention(String secret) {
        return doesNotMention(actual.path("details"), secret);
    }

    private EventAssert doesNotMention(JsonNode part, String... secrets) {
        String text = part.toString();
        for (String secret : secrets) {
            if (text.contains(secret)) {
                failWithMessage("The event mentions %.20s: %s", secret, actual);
            }
        }
        return this;
    }

    /** Where the event says who sent the request. */
    private JsonNode origin() {
        return actual.path("authDetails").isObject() ? actual.path("authDetails") : actual;
    }

    private EventAssert has(String field, JsonNode parent, String value) {
        assertThat(parent.path(field).asText()).as("%s in %s", field, actual).isEqualTo(value);
        return this;
    }
}
