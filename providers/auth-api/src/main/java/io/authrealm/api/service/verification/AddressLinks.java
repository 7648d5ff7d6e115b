package io.authrealm.api.service.verification;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.Links;
import io.authrealm.api.store.Links.Purpose;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.function.Consumer;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Verifies a user's address by a mailed link. The user has asked for it at sign-up or since, so the
 * password stays as it is, unlike after a link that replaces the password.
 */
public final class AddressLinks {

    private record Following(
            AddressLinks service, Tenant tenant, Links links, Consumer<Tenant> whenVerified) {}

    private static final Cases<Following, Links.Found, AddressLinkResult> FOLLOWED =
            Cases.<Following, Links.Found, AddressLinkResult>of(Links.Found.class)
                    .when(
                            Links.Found.Valid.class,
                            (following, valid) -> following.service().follow(following, valid))
                    .when(
                            Links.Found.Unknown.class,
                            following -> new AddressLinkResult.LinkInvalid())
                    .when(
                            Links.Found.Used.class,
                            following -> new AddressLinkResult.VerifiedBefore())
                    .when(
                            Links.Found.Expired.class,
                            following -> new AddressLinkResult.LinkExpired())
                    .complete();

    private final KeycloakSession session;
    private final Visit visit;

    public AddressLinks(KeycloakSession session, Door door) {
        this.session = session;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /**
     * Verifies the address of the user whom the link was mailed to.
     *
     * @param whenVerified runs in the transaction of the change
     */
    public AddressLinkResult follow(String token, Consumer<Tenant> whenVerified) {
        return visit.find(tenants -> Links.realmOf(session, token).flatMap(tenants::openById))
                .map(tenant -> follow(tenant, token, whenVerified))
                .orElseGet(AddressLinkResult.LinkInvalid::new);
    }

    private AddressLinkResult follow(Tenant tenant, String token, Consumer<Tenant> whenVerified) {
        Links links = new Links(session, tenant.realm());
        return FOLLOWED.apply(
                new Following(this, tenant, links, whenVerified),
                links.find(token, Purpose.VERIFY_EMAIL));
    }

    private AddressLinkResult follow(Following following, Links.Found.Valid valid) {
        UserModel user = valid.user();
        new SessionEnds(session).takeTurn(user);
        if (!following.links().use(valid) || user.isEmailVerified()) {
            return new AddressLinkResult.VerifiedBefore();
        }
        if (!valid.state().isSame(AccountState.of(session, user))) {
            // The link was good when it was found, and the account has changed since.
            return new AddressLinkResult.LinkInvalid();
        }
        EventBuilder event =
                ApiEvents.open(session, following.tenant(), EventType.VERIFY_EMAIL)
                        .user(user)
                        .detail(Details.EMAIL, user.getEmail());
        if (!AddressProof.accept(user)) {
            event.error(Errors.NOT_ALLOWED);
            session.getTransactionManager().setRollbackOnly();
            return new AddressLinkResult.ReadOnly();
        }
        event.success();
        following.whenVerified().accept(following.tenant());
        return new AddressLinkResult.Verified();
    }
}
