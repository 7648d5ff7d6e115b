package io.authrealm.api.service.link;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.verification.AddressProof;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.Links;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.store.SignUpClients;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Proves an address by a link that was mailed there. It signs nobody in.
 *
 * <p>Anybody can sign up with an address that is not theirs and choose the password. Its owner, who
 * gets the mail and follows the link, would then verify the account of a stranger. So the password
 * stays only if it is certain who has chosen it: an admin, or the client that follows the link.
 */
public final class VerificationLinks {

    private record Proof(VerificationLinks service, Tenant tenant, Links links) {

        VerificationLinkResult follow(Links.Found.Valid valid) {
            return service.follow(this, valid);
        }

        @Override
        public String toString() {
            return "Proof";
        }
    }

    private static final Cases<Proof, Links.Found, VerificationLinkResult> FOLLOWED =
            Cases.<Proof, Links.Found, VerificationLinkResult>of(Links.Found.class)
                    .when(Links.Found.Valid.class, Proof::follow)
                    .when(
                            Links.Found.Unknown.class,
                            proof -> new VerificationLinkResult.LinkInvalid())
                    .when(Links.Found.Used.class, proof -> new VerificationLinkResult.LinkUsed())
                    .when(
                            Links.Found.Expired.class,
                            proof -> new VerificationLinkResult.LinkExpired())
                    .complete();

    private final KeycloakSession session;
    private final Visit visit;
    private final Set<Links.Purpose> purposes;
    private final Consumer<Tenant> whenVerified;

    /** For the links of users whom an admin has created, or asks for the address. */
    public VerificationLinks(KeycloakSession session, Door door) {
        this(
                session,
                door.enter(MinimumResponseTime.NONE),
                Set.of(LinkKind.ADDRESS_CHECK, LinkKind.INVITATION),
                tenant -> {});
    }

    /**
     * For a service that has let the request in.
     *
     * @param kinds of the links that count
     * @param whenVerified runs in the transaction of the change
     */
    public VerificationLinks(
            KeycloakSession session,
            Visit visit,
            Set<LinkKind> kinds,
            Consumer<Tenant> whenVerified) {
        this.session = session;
        this.visit = visit;
        this.purposes =
                kinds.stream().map(kind -> kind.purpose).collect(Collectors.toUnmodifiableSet());
        this.whenVerified = whenVerified;
    }

    /** Verifies the address of the user whom the link was mailed to. */
    public VerificationLinkResult follow(String token) {
        return visit.find(tenants -> Links.realmOf(session, token).flatMap(tenants::openById))
                .map(tenant -> follow(tenant, token))
                .orElseGet(VerificationLinkResult.LinkInvalid::new);
    }

    private VerificationLinkResult follow(Tenant tenant, String token) {
        Links links = new Links(session, tenant.realm());
        return FOLLOWED.apply(new Proof(this, tenant, links), links.find(token, purposes));
    }

    private VerificationLinkResult follow(Proof proof, Links.Found.Valid valid) {
        UserModel user = valid.user();
        new SessionEnds(session).takeTurn(user);
        if (!proof.links().use(valid)) {
            return new VerificationLinkResult.LinkUsed();
        }
        if (!valid.state().isSame(AccountState.of(session, user))) {
            // The link was good when it was found, and the account has changed since.
            return new VerificationLinkResult.LinkInvalid();
        }
        if (user.isEmailVerified()) {
            return new VerificationLinkResult.VerifiedBefore(user.getEmail());
        }
        EventBuilder event =
                ApiEvents.open(session, proof.tenant(), EventType.VERIFY_EMAIL)
                        .user(user)
                        .detail(Details.EMAIL, user.getEmail());
        boolean isPasswordKept = isPasswordChosenByOwner(proof.tenant(), valid);
        if (isPasswordKept) {
            AddressProof.accept(user);
        } else {
            new AddressProof(session, proof.tenant()).byLink(user);
        }
        if (!user.isEmailVerified()) {
            event.error(Errors.NOT_ALLOWED);
            session.getTransactionManager().setRollbackOnly();
            return new VerificationLinkResult.ReadOnly();
        }
        event.success();
        whenVerified.accept(proof.tenant());
        return new VerificationLinkResult.Verified(user.getEmail(), isPasswordKept);
    }

    private boolean isPasswordChosenByOwner(Tenant tenant, Links.Found.Valid valid) {
        return valid.purpose() == LinkKind.INVITATION.purpose
                || new SignUpClients(session, tenant.realm(), tenant.settings().arePrivateClients())
                        .contains(valid.user(), valid.state());
    }
}
