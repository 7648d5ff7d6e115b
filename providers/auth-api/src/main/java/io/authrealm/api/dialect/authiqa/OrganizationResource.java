package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.parent.Closure;
import io.authrealm.api.service.parent.KeyedOrganizations;
import io.authrealm.api.service.parent.ParentOrganizationResult;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.PublicKeySyntax;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;

/**
 * {@code organization-details} and {@code update-organization}. Their paths stand in {@link
 * AuthResource}.
 */
final class OrganizationResource {

    private static final Cases<AuthiqaErrors, ParentOrganizationResult, Answer> SHOWN =
            answers(found -> AuthiqaBodies.Organization.of(found));

    private static final Cases<AuthiqaErrors, ParentOrganizationResult, Answer> UPDATED =
            answers(
                    found ->
                            new AuthiqaBodies.OrganizationUpdated(
                                    "The organization has been changed.",
                                    AuthiqaBodies.Organization.of(found)));

    private final Call call;
    private final Services services;
    private final AuthiqaErrors errors;

    OrganizationResource(Call call, Services services, AuthiqaErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    private static Cases<AuthiqaErrors, ParentOrganizationResult, Answer> answers(
            Function<ParentOrganizationResult.Found, Object> data) {
        return Cases.<AuthiqaErrors, ParentOrganizationResult, Answer>of(
                        ParentOrganizationResult.class)
                .when(
                        ParentOrganizationResult.Found.class,
                        (errors, found) -> AuthiqaBodies.success(data.apply(found)))
                .when(
                        ParentOrganizationResult.Shut.class,
                        (errors, shut) -> shut(errors, shut.why()))
                .when(
                        ParentOrganizationResult.NotOwner.class,
                        errors -> errors.of(AuthiqaError.UNAUTHORIZED_ACCESS))
                .when(
                        ParentOrganizationResult.NoOrganization.class,
                        errors -> errors.of(AuthiqaError.PARENT_NO_ORGANIZATION))
                .when(
                        ParentOrganizationResult.NameTaken.class,
                        errors -> errors.of(AuthiqaError.ORGANIZATION_NAME_TAKEN))
                .when(
                        ParentOrganizationResult.VerificationDemanded.class,
                        errors -> errors.of(AuthiqaError.UNAUTHORIZED_ACCESS))
                .when(
                        ParentOrganizationResult.InvalidUrl.class,
                        errors -> errors.of(AuthiqaError.INVALID_ORGANIZATION_URL))
                .when(
                        ParentOrganizationResult.InvalidPages.class,
                        errors -> errors.of(AuthiqaError.INVALID_AUTH_URLS))
                .complete();
    }

    /** This route has codes of its own for the same. */
    private static Answer shut(AuthiqaErrors errors, Closure why) {
        return switch (why) {
            case KEY_UNKNOWN, PARENT_MISSING -> errors.of(AuthiqaError.USER_NOT_FOUND);
            case PARENT_INACTIVE, NO_CREDIT -> errors.of(AuthiqaError.INVALID_PARENT_ACCOUNT);
        };
    }

    /** A token shows the organization of its user; else the header names one by its public key. */
    Response details() {
        return call.respond(
                errors,
                () -> {
                    if (call.isAuthorized()) {
                        Caller user = call.user();
                        return SHOWN.apply(errors, services.parentOrganizations().details(user));
                    }
                    KeyedOrganizations organizations = services.keyedOrganizations();
                    String key = call.header(AuthiqaErrors.KEY_HEADER);
                    if (key == null || key.isBlank()) {
                        return errors.of(AuthiqaError.MISSING_PARENT_PUBLIC_KEY);
                    }
                    return PublicKeySyntax.isValid(key)
                            ? SHOWN.apply(errors, organizations.details(key))
                            : errors.of(AuthiqaError.INVALID_PARENT_PUBLIC_KEY_FORMAT);
                });
    }

    Response update(InputStream body) {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    AuthiqaRequests.UpdateOrganization sent =
                            call.body(body, AuthiqaRequests.UpdateOrganization::parse);
                    return sent.hasNoPage()
                            ? errors.of(AuthiqaError.MISSING_REQUIRED_URLS)
                            : UPDATED.apply(
                                    errors,
                                    services.parentOrganizations().change(user, sent.changes()));
                });
    }
}
