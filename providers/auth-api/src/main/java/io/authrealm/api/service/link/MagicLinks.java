package io.authrealm.api.service.link;

import io.authrealm.api.caller.Door;
import io.authrealm.api.caller.Visit;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signin.SignIn;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.service.verification.AddressProof;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.Links;
import io.authrealm.api.store.Links.Purpose;
import io.authrealm.api.tenant.MinimumResponseTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Sign-in by a link that {@link MailedLinks} has mailed. A magic link grants no more than the
 * password would: a second factor is still asked for.
 */
public final class MagicLinks {

    private record Consumption(MagicLinks magicLinks, Tenant tenant, Links links, AppReturn app) {}

    private static final Cases<Consumption, Links.Found, MagicLinkResult> CONSUMED =
            Cases.<Consumption, Links.Found, MagicLinkResult>of(Links.Found.class)
                    .when(
                            Links.Found.Valid.class,
                            (consumption, valid) ->
                                    consumption.magicLinks().follow(consumption, valid))
                    .when(
                            Links.Found.Unknown.class,
                            consumption -> new MagicLinkResult.LinkInvalid())
                    .when(Links.Found.Used.class, consumption -> new MagicLinkResult.LinkUsed())
                    .when(
                            Links.Found.Expired.class,
                            consumption -> new MagicLinkResult.LinkExpired())
                    .complete();

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final Visit visit;

    public MagicLinks(KeycloakSession session, SignInProtection protection, Door door) {
        this.session = session;
        this.protection = protection;
        this.visit = door.enter(MinimumResponseTime.NONE);
    }

    /**
     * Signs in the user whom the link was mailed to, and verifies the address.
     *
     * @param app where a browser comes back to if it has to go on
     */
    public MagicLinkResult consume(String token, AppReturn app) {
        return visit.find(tenants -> Links.realmOf(session, token).flatMap(tenants::openById))
                .map(tenant -> consume(tenant, token, app))
                .orElseGet(MagicLinkResult.LinkInvalid::new);
    }

    private MagicLinkResult consume(Tenant tenant, String token, AppReturn app) {
        if (!tenant.settings().magicLinks()) {
            return new MagicLinkResult.MethodDisabled();
        }
        Links links = new Links(session, tenant.realm());
        return CONSUMED.apply(
                new Consumption(this, tenant, links, app), links.find(token, Purpose.MAGIC_LINK));
    }

    private MagicLinkResult follow(Consumption consumption, Links.Found.Valid valid) {
        Tenant tenant = consumption.tenant();
        UserModel user = valid.user();
        if (!isOpenTo(session, tenant.realm(), user)) {
            return new MagicLinkResult.LinkInvalid();
        }
        SignIn signIn =
                new SignIn(session, protection, visit, tenant).returningTo(consumption.app());
        int locked = signIn.secondsLocked(user);
        if (locked > 0) {
            // The link stays good.
            return new MagicLinkResult.Followed(new SignInResult.AccountLocked(locked));
        }
        if (!consumption.links().use(valid)) {
            return new MagicLinkResult.LinkUsed();
        }
        AccountState state = valid.state();
        if (new AddressProof(session, tenant).byLink(user)) {
            state = AccountState.of(session, user);
            if (state.epoch() != valid.state().epoch() + 1) {
                // Another request has ended the user's sessions since the link was looked up.
                session.getTransactionManager().setRollbackOnly();
                return new MagicLinkResult.LinkInvalid();
            }
        }
        return new MagicLinkResult.Followed(signIn.withLink(user, state));
    }

    /**
     * Whether a link may replace the password of {@code user}. It may not for a user who has none
     * because an identity provider signs them in: a link would bypass the rules of that provider.
     */
    public static boolean isOpenTo(KeycloakSession session, RealmModel realm, UserModel user) {
        return user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)
                || session.users().getFederatedIdentitiesStream(realm, user).findAny().isEmpty();
    }
}
