package io.authrealm.api.service.link;

import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.signin.SignIn;
import io.authrealm.api.service.signin.SignInResult;
import io.authrealm.api.service.verification.AddressProof;
import io.authrealm.api.store.AccountState;
import io.authrealm.api.store.Links;
import io.authrealm.api.store.Links.Purpose;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Magic links. A magic link grants no more than the password would: a second factor is still asked
 * for.
 */
public final class MagicLinks {

    private record Consumption(MagicLinks magicLinks, Links links) {}

    private static final Cases<Consumption, Links.Found, MagicLinkResult> CONSUMED =
            Cases.<Consumption, Links.Found, MagicLinkResult>of(Links.Found.class)
                    .when(
                            Links.Found.Valid.class,
                            (consumption, valid) ->
                                    consumption.magicLinks().follow(consumption.links(), valid))
                    .when(
                            Links.Found.Unknown.class,
                            consumption -> new MagicLinkResult.LinkInvalid())
                    .when(Links.Found.Used.class, consumption -> new MagicLinkResult.LinkUsed())
                    .when(
                            Links.Found.Expired.class,
                            consumption -> new MagicLinkResult.LinkExpired())
                    .complete();

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Tenant tenant;
    private final Tenant entry;
    private final SignIn signIn;

    /**
     * @param entry the tenant that the client sees; an address may have led to {@code tenant}
     */
    public MagicLinks(
            KeycloakSession session,
            Delivery delivery,
            Tenant tenant,
            Tenant entry,
            SignIn signIn) {
        this.session = session;
        this.delivery = delivery;
        this.tenant = tenant;
        this.entry = entry;
        this.signIn = signIn;
    }

    /**
     * Mails a link to the one enabled user with {@code email}, if there is one and the realm has
     * magic links.
     */
    public MailRequestResult start(String email) {
        return tenant.settings().magicLinks()
                ? mailedLinks().mail(MailedLinks.Kind.MAGIC_LINK, email)
                : mailedLinks().mailNobody();
    }

    /** Behaves like {@link #start} for an address without an account. */
    public MailRequestResult startWithoutTenant() {
        return mailedLinks().mailNobody();
    }

    private MailedLinks mailedLinks() {
        return new MailedLinks(session, delivery, tenant, entry);
    }

    /** Signs in the user whom the link was mailed to, and verifies the address. */
    public MagicLinkResult consume(String token) {
        Links links = new Links(session, tenant.realm());
        Links.Found found = links.find(token, Purpose.MAGIC_LINK);
        return CONSUMED.apply(new Consumption(this, links), found);
    }

    private MagicLinkResult follow(Links links, Links.Found.Valid valid) {
        if (!isOpenTo(session, tenant.realm(), valid.user())) {
            return new MagicLinkResult.LinkInvalid();
        }
        UserModel user = valid.user();
        int locked = signIn.secondsLocked(user);
        if (locked > 0) {
            // The link stays good.
            return new MagicLinkResult.Followed(new SignInResult.AccountLocked(locked));
        }
        if (!links.use(valid)) {
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
    static boolean isOpenTo(KeycloakSession session, RealmModel realm, UserModel user) {
        return user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)
                || session.users().getFederatedIdentitiesStream(realm, user).findAny().isEmpty();
    }
}
