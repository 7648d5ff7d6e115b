package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.Services;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.parent.Children;
import io.authrealm.api.service.parent.ChildrenResult;
import io.authrealm.core.outcome.Cases;
import jakarta.ws.rs.core.Response;

/** {@code user-profile} and {@code child-accounts}. Their paths stand in {@link AuthResource}. */
final class AccountResource {

    private record Listing(AuthiqaErrors errors, int limit) {}

    private static final Cases<Listing, ChildrenResult, Answer> LISTED =
            Cases.<Listing, ChildrenResult, Answer>of(ChildrenResult.class)
                    .when(
                            ChildrenResult.Page.class,
                            (listing, page) ->
                                    AuthiqaBodies.success(
                                            AuthiqaBodies.ChildPage.of(page, listing.limit())))
                    .when(
                            ChildrenResult.NotOwner.class,
                            listing -> listing.errors().of(AuthiqaError.UNAUTHORIZED_ACCESS))
                    .when(
                            ChildrenResult.BadCursor.class,
                            listing -> listing.errors().of(AuthiqaError.INVALID_PAGINATION_TOKEN))
                    .complete();

    private final Call call;
    private final Services services;
    private final AuthiqaErrors errors;

    AccountResource(Call call, Services services, AuthiqaErrors errors) {
        this.call = call;
        this.services = services;
        this.errors = errors;
    }

    Response profile() {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    return AuthiqaBodies.success(
                            new AuthiqaBodies.Profile(
                                    "This is the profile of the account.",
                                    AuthiqaBodies.ProfileUser.of(
                                            services.parentAccounts(user.tenant()).of(user))));
                });
    }

    Response children() {
        return call.respond(
                errors,
                () -> {
                    Caller user = call.user();
                    AuthiqaQuery query = new AuthiqaQuery(call.query());
                    Children.Query children = query.children();
                    return query.fault()
                            .map(errors::of)
                            .orElseGet(
                                    () ->
                                            LISTED.apply(
                                                    new Listing(errors, children.limit()),
                                                    services.children().list(user, children)));
                });
    }
}
