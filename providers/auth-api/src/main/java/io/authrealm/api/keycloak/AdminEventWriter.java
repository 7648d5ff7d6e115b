package io.authrealm.api.keycloak;

import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** Writes admin events of one admin in one realm. */
public final class AdminEventWriter {

    private final AdminEventBuilder builder;

    AdminEventWriter(AdminEventBuilder builder) {
        this.builder = builder;
    }

    /** The same admin's events in a session of a job. */
    public AdminEventWriter in(KeycloakSession job) {
        return new AdminEventWriter(builder.clone(job));
    }

    /** Writes an event about a user. */
    public void user(OperationType operation, Object representation, String... path) {
        builder.operation(operation)
                .resource(ResourceType.USER)
                .resourcePath(path)
                .representation(representation)
                .success();
    }

    /** Writes an event about the realm's own settings. */
    public void realm(OperationType operation, Object representation, String... path) {
        builder.operation(operation)
                .resource(ResourceType.REALM)
                .resourcePath(path)
                .representation(representation)
                .success();
    }

    /** Writes an event about a kind of resource that Keycloak does not know. */
    public void other(
            String resource, OperationType operation, Object representation, String... path) {
        builder.operation(operation)
                .resource(resource)
                .resourcePath(path)
                .representation(representation)
                .success();
    }
}
