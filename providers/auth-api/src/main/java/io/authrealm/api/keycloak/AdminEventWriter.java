package io.authrealm.api.keycloak;

import java.util.function.Supplier;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** Writes admin events of one admin in one realm. */
public final class AdminEventWriter {

    private final Supplier<AdminEventBuilder> builder;
    private final Supplier<AdminEventBuilder> ofOwnRealm;

    /** For an admin who makes no realms. */
    public AdminEventWriter(AdminEventBuilder builder) {
        this(() -> builder, () -> builder);
    }

    /**
     * @param builder asked for when there is an event
     * @param ofOwnRealm for events in the realm that the admin is a user of
     */
    AdminEventWriter(Supplier<AdminEventBuilder> builder, Supplier<AdminEventBuilder> ofOwnRealm) {
        this.builder = builder;
        this.ofOwnRealm = ofOwnRealm;
    }

    /** The same admin's events in a session of a job. */
    public AdminEventWriter in(KeycloakSession job) {
        return new AdminEventWriter(
                new Lazy<>(() -> builder.get().clone(job)), () -> ofOwnRealm.get().clone(job));
    }

    /**
     * Writes that the admin has made a realm. As Keycloak does it, the event is in the realm that
     * the admin is a user of.
     */
    public void realmCreated(String name, Object representation) {
        ofOwnRealm
                .get()
                .operation(OperationType.CREATE)
                .resource(ResourceType.REALM)
                .resourcePath(name)
                .representation(representation)
                .success();
    }

    /** Writes an event about a user. */
    public void user(OperationType operation, Object representation, String... path) {
        builder.get()
                .operation(operation)
                .resource(ResourceType.USER)
                .resourcePath(path)
                .representation(representation)
                .success();
    }

    /** Writes an event about the realm's own settings. */
    public void realm(OperationType operation, Object representation, String... path) {
        builder.get()
                .operation(operation)
                .resource(ResourceType.REALM)
                .resourcePath(path)
                .representation(representation)
                .success();
    }

    /** Writes an event about a kind of resource that Keycloak does not know. */
    public void other(
            String resource, OperationType operation, Object representation, String... path) {
        builder.get()
                .operation(operation)
                .resource(resource)
                .resourcePath(path)
                .representation(representation)
                .success();
    }
}
