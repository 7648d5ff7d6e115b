package io.authrealm.api.service.tenants;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.keycloak.Permission;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.keycloak.RealmCreation;
import io.authrealm.api.service.session.TokenPair;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signup.FirstSignIn;
import io.authrealm.api.service.signup.SignUpResult;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.outcome.Cases;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Makes tenants for a caller. A user of another tenant becomes the owner and is signed in. An
 * administrator of the server gets no account: they manage the realm from {@code master}, and
 * invite its owner.
 */
public final class TenantCreation {

    private static final Logger LOG = Logger.getLogger(TenantCreation.class);

    @SuppressWarnings("rawtypes") // A class literal has no parameters.
    private static final Cases<TenantCreation, FoundingResult, TenantCreateResult> FOUNDED =
            Cases.<TenantCreation, FoundingResult, TenantCreateResult>of(FoundingResult.class)
                    .when(FoundingResult.Founded.class, TenantCreation::created)
                    .when(
                            FoundingResult.SlugTaken.class,
                            here -> new TenantCreateResult.SlugTaken())
                    .when(FoundingResult.Full.class, TenantCreation::tooMany)
                    .complete();

    private final KeycloakSession session;
    private final AdminCaller caller;
    private final TenantCreationRules rules;
    private final TenantFounding founding;
    private final boolean isOperator;

    public TenantCreation(KeycloakSession session, AdminCaller caller, TenantCreationRules rules) {
        this.session = session;
        this.caller = caller;
        this.rules = rules;
        this.founding = new TenantFounding(session, rules.options());
        this.isOperator = caller.rights().canCreateRealms();
    }

    /** Why the caller may make no tenant at all; nothing if they may. */
    public Optional<TenantCreateResult> refusal() {
        return switch (rules.options().creators()) {
            case NOBODY -> Optional.of(new TenantCreateResult.NotAllowed());
            case OPERATORS ->
                    isOperator
                            ? Optional.empty()
                            : Optional.of(new TenantCreateResult.NotAllowed());
            case EVERYBODY -> isOperator ? Optional.empty() : refusalOfUser();
        };
    }

    private Optional<TenantCreateResult> refusalOfUser() {
        Optional<UserModel> user = user();
        if (user.isEmpty() || !caller.rights().isWithinBound(Permission.TENANT_WRITE)) {
            return Optional.of(new TenantCreateResult.NotAllowed());
        }
        return user.filter(u -> u.getEmail() != null && u.isEmailVerified()).isPresent()
                ? Optional.empty()
                : Optional.of(new TenantCreateResult.AddressUnproved());
    }

    /** The caller as a user of the tenant; nothing for one of another realm or of a client. */
    private Optional<UserModel> user() {
        RealmModel realm = caller.tenant().realm();
        return caller.maker().realmId().equals(realm.getId())
                ? Optional.ofNullable(session.users().getUserById(realm, caller.actorId()))
                        .filter(user -> user.getServiceAccountClientLink() == null)
                : Optional.empty();
    }

    /** Makes a tenant. It is committed when this returns. */
    public TenantCreateResult create(NewTenant wanted) {
        return refusal().orElseGet(() -> createOneAtATime(wanted));
    }

    private TenantCreateResult createOneAtATime(NewTenant wanted) {
        Optional<KeyedGate.Pass> pass = rules.gate().enter(caller.limitKey());
        if (pass.isEmpty()) {
            return new TenantCreateResult.Busy(KeyedGate.RETRY_AFTER_SECONDS);
        }
        try (KeyedGate.Pass inside = pass.get()) {
            return founding.freeSlug(wanted)
                    .map(slug -> create(slug, wanted))
                    .orElseGet(TenantCreateResult.SlugTaken::new);
        }
    }

    /** A slug that is taken costs no permit, so that people can try another one. */
    private TenantCreateResult create(String slug, NewTenant wanted) {
        if (founding.isFull()) {
            return tooMany();
        }
        int wait =
                isOperator ? 0 : rules.take(session.getContext().getConnection().getRemoteAddr());
        return wait > 0 ? new TenantCreateResult.RateLimited(wait) : found(slug, wanted);
    }

    private TenantCreateResult tooMany() {
        return new TenantCreateResult.TooMany(rules.options().most());
    }

    /** In a new realm, an address can only be taken by a user of another one. */
    private TenantCreateResult found(String slug, NewTenant wanted) {
        try {
            return FOUNDED.apply(this, founding.found(slug, wanted, this::own));
        } catch (ModelDuplicateException e) {
            LOG.debugf(e, "No owner of tenant %s can be made", slug);
            return new TenantCreateResult.AddressTaken();
        }
    }

    /** What belongs to the caller in the new realm: the id of the owner, or nothing. */
    private Optional<String> own(KeycloakSession job, Tenant here) {
        caller.events().in(job).tenantCreated(here.realm().getId(), here.name());
        if (isOperator) {
            RealmCreation.giveRightsTo(
                    job, here.realm(), caller.maker().realmId(), caller.actorId());
            return Optional.empty();
        }
        return user().map(creator -> TenantOwner.copy(job, here, creator).getId());
    }

    @SuppressWarnings("unchecked") // The rest is what this::own has made.
    private TenantCreateResult created(FoundingResult.Founded<?> founded) {
        Optional<String> owner = (Optional<String>) founded.rest();
        return new TenantCreateResult.Created(
                founded.tenant(),
                owner.isPresent(),
                owner.flatMap(id -> signIn(founded.realmId(), id)));
    }

    /** In a transaction after the one of the realm, whose keys have to be committed. */
    private Optional<TokenPair> signIn(String realmId, String ownerId) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(),
                    session.getContext(),
                    job -> signIn(job, job.realms().getRealm(realmId), ownerId),
                    "AuthRealm tenant");
        } catch (RuntimeException e) {
            LOG.warnf(e, "The owner of tenant %s is not signed in", realmId);
            return Optional.empty();
        }
    }

    private Optional<TokenPair> signIn(KeycloakSession job, RealmModel realm, String ownerId) {
        job.getContext().setRealm(realm);
        return Tenant.of(job, realm)
                .flatMap(
                        here -> {
                            job.getContext().setClient(here.client());
                            UserModel owner = job.users().getUserById(realm, ownerId);
                            SignUpResult result =
                                    FirstSignIn.of(
                                            job,
                                            here,
                                            owner,
                                            Proof.TENANT_CREATION,
                                            AppReturn.NONE,
                                            false);
                            // The tenant is there in any case.
                            return result instanceof SignUpResult.SignedUp signedUp
                                    ? Optional.of(signedUp.tokens())
                                    : Optional.empty();
                        });
    }
}
