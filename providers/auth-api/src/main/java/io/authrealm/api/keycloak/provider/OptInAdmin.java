package io.authrealm.api.keycloak.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.authrealm.api.keycloak.ActingAdmin;
import io.authrealm.api.keycloak.AdminEventWriter;
import io.authrealm.api.keycloak.RealmCreation;
import io.authrealm.api.service.optin.Doctor;
import io.authrealm.api.service.optin.Finding;
import io.authrealm.api.service.optin.OptIn;
import io.authrealm.api.service.optin.OptInRequest;
import io.authrealm.api.service.optin.OptInResult;
import io.authrealm.api.service.optin.OptOut;
import io.authrealm.api.service.optin.OptOutResult;
import io.authrealm.api.service.optin.PackUsage;
import io.authrealm.api.service.optin.PartState;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * {@code /admin/realms/{realm}/authrealm}: opens a realm to the API, tells how it is, and closes
 * it.
 */
public final class OptInAdmin {

    private static final Cases<OptInRequest, OptInResult, Response> ANSWERS =
            Cases.<OptInRequest, OptInResult, Response>of(OptInResult.class)
                    .when(
                            OptInResult.Looked.class,
                            (wanted, looked) ->
                                    Response.ok(new Answer(wanted.isDryRun(), looked.parts()))
                                            .build())
                    .when(
                            OptInResult.Unreadable.class,
                            (wanted, unreadable) ->
                                    refused(
                                            "The realm's settings cannot be read: "
                                                    + unreadable.sentence(),
                                            Response.Status.CONFLICT))
                    .when(
                            OptInResult.Gone.class,
                            wanted -> refused("Realm not found.", Response.Status.NOT_FOUND))
                    .complete();

    /** What the admin reads. */
    record Answer(@JsonProperty("dry_run") boolean isDryRun, List<PartState> parts) {}

    private static final Cases<OptInAdmin, OptInRequest.Reading, Response> READ =
            Cases.<OptInAdmin, OptInRequest.Reading, Response>of(OptInRequest.Reading.class)
                    .when(
                            OptInRequest.Reading.Read.class,
                            (here, read) -> here.apply(read.request()))
                    .when(
                            OptInRequest.Reading.Refused.class,
                            (here, refused) ->
                                    refused(refused.sentence(), Response.Status.BAD_REQUEST))
                    .complete();

    private static final Cases<OptInAdmin, OptOutResult, Response> UNDONE =
            Cases.<OptInAdmin, OptOutResult, Response>of(OptOutResult.class)
                    .when(
                            OptOutResult.Undone.class,
                            (here, undone) -> Response.ok(Map.of("parts", undone.parts())).build())
                    .when(
                            OptOutResult.Gone.class,
                            here -> refused("Realm not found.", Response.Status.NOT_FOUND))
                    .complete();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator permissions;
    private final AdminEventBuilder adminEvent;

    OptInAdmin(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator permissions,
            AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.permissions = permissions;
        this.adminEvent = adminEvent;
    }

    /** Makes what the realm lacks. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response put(InputStream body) throws IOException {
        permissions.realm().requireManageRealm();
        byte[] read = body.readNBytes(OptInRequest.MOST_BYTES + 1);
        return read.length > OptInRequest.MOST_BYTES
                ? refused(
                        "The body must have at most %d bytes.".formatted(OptInRequest.MOST_BYTES),
                        Response.Status.REQUEST_ENTITY_TOO_LARGE)
                : READ.apply(this, OptInRequest.read(read));
    }

    /** Says of each part whether it works, and what to do if it does not. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, List<Finding>> get() {
        permissions.realm().requireViewRealm();
        return Map.of("findings", Doctor.examine(session, realm));
    }

    /** Undoes what the pack has made in the realm. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Response delete() {
        permissions.realm().requireManageRealm();
        return UNDONE.apply(
                this, new OptOut(session, new AdminEventWriter(adminEvent)).apply(realm.getId()));
    }

    /**
     * What of all realms still names the pack; only in the realm of the server's administrators.
     */
    @GET
    @Path("usage")
    @Produces(MediaType.APPLICATION_JSON)
    public PackUsage.Report usage() {
        if (!RealmCreation.isAdminRealm(realm.getName())) {
            throw new NotFoundException();
        }
        if (ActingAdmin.of(session) != ActingAdmin.OPERATOR) {
            throw new ForbiddenException();
        }
        return PackUsage.report(session);
    }

    private Response apply(OptInRequest wanted) {
        OptIn optIn = new OptIn(session, new AdminEventWriter(adminEvent));
        return ANSWERS.apply(wanted, optIn.apply(realm.getId(), wanted));
    }

    private static Response refused(String sentence, Response.Status status) {
        return ErrorResponse.error(sentence, status).getResponse();
    }
}
