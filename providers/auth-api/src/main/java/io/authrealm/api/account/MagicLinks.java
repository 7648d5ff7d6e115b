package io.authrealm.api.account;

import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.store.Links;
import io.authrealm.api.store.Links.Purpose;
import io.authrealm.api.tenant.Tenant;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * Links in mails that stand for the password, and for nothing else: a second factor is still asked
 * for (contract, sections 9.3 and 9.4).
 */
public final class MagicLinks {

    /** How following a link ends. */
    public sealed interface ConsumeResult {

        /** The link was good; the sign-in ends as any other does. */
        record Followed(SignInResult signIn) implements ConsumeResult {}

        record LinkInvalid() implements ConsumeResult {}

        record LinkUsed() implements ConsumeResult {}

        record LinkExpired() implements ConsumeResult {}
    }

    private static final Set<String> FIRST_FACTORS =
            Set.of(PasswordCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_PASSWORDLESS);

    private final KeycloakSession session;
    private final Delivery delivery;
    private final Tenant tenant;
    private final SignIn signIn;

    public MagicLinks(KeycloakSession session, Delivery delivery, Tenant tenant, SignIn signIn) {
        this.session = session;
        this.delivery = delivery;
        this.tenant = tenant;
        this.signIn = signIn;
    }

    /**
     * Mails a link to the one enabled user who has {@code email}, if there is one and the realm has
     * magic links.
     */
    public MailRequestResult start(String email) {
        return tenant.settings().magicLinks()
                ? mailedLinks().mail(MailedLinks.Kind.MAGIC_LINK, email)
                : mailedLinks().mailNobody();
    }

    /** Behaves like {@link #start} for an address that nobody has. */
    public MailRequestResult startWithoutTenant() {
        return mailedLinks().mailNobody();
    }

    private MailedLinks mailedLinks() {
        return new MailedLinks(session, delivery, tenant);
    }

    /** Signs in the user whom the link was mailed to, and takes their address for proved. */
    public ConsumeResult consume(String token) {
        Links links = new Links(session, tenant.realm());
        Links.Found found = links.find(token, Purpose.MAGIC_LINK);
        if (found instanceof Links.Found.Used) {
            return new ConsumeResult.LinkUsed();
        }
        if (found instanceof Links.Found.Expired) {
            return new ConsumeResult.LinkExpired();
        }
        if (!(found instanceof Links.Found.Valid valid)
                || !isOpenTo(session, tenant.realm(), valid.user())) {
            return new ConsumeResult.LinkInvalid();
        }
        UserModel user = valid.user();
        int locked = signIn.secondsLocked(user);
        if (locked > 0) {
            // The link is as good as before.
            return new ConsumeResult.Followed(new SignInResult.AccountLocked(locked));
        }
        if (!links.use(valid)) {
            return new ConsumeResult.LinkUsed();
        }
        if (!user.isEmailVerified()) {
            takeOver(user);
        }
        EmailVerification.prove(user);
        return new ConsumeResult.Followed(signIn.withLink(user));
    }

    /**
     * Nobody has proved the address before, so whoever set the password may be somebody who signed
     * up with it in advance: what lets them in ends. Second factors stay, because they let nobody
     * in by themselves.
     */
    private void takeOver(UserModel user) {
        SubjectCredentialManager credentials = user.credentialManager();
        for (CredentialModel credential : credentials.getStoredCredentialsStream().toList()) {
            if (FIRST_FACTORS.contains(credential.getType())) {
                credentials.removeStoredCredentialById(credential.getId());
                ended(user, EventType.REMOVE_CREDENTIAL)
                        .detail(Details.CREDENTIAL_TYPE, credential.getType())
                        .success();
            }
        }
        session.users()
                .getFederatedIdentitiesStream(tenant.realm(), user)
                .map(FederatedIdentityModel::getIdentityProvider)
                .toList()
                .forEach(
                        provider -> {
                            session.users().removeFederatedIdentity(tenant.realm(), user, provider);
                            ended(user, EventType.REMOVE_FEDERATED_IDENTITY)
                                    .detail(Details.IDENTITY_PROVIDER, provider)
                                    .success();
                        });
        new Sessions(session, tenant).revokeAll(user);
    }

    private EventBuilder ended(UserModel user, EventType type) {
        return new EventBuilder(tenant.realm(), session, session.getContext().getConnection())
                .event(type)
                .client(tenant.client())
                .user(user)
                .detail(Details.REASON, "address proved by a link");
    }

    /**
     * Whether a link may stand for the password of {@code user}: not for those who have none
     * because they sign in at an identity provider, whose rules a link would pass by.
     */
    static boolean isOpenTo(KeycloakSession session, RealmModel realm, UserModel user) {
        return user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)
                || session.users().getFederatedIdentitiesStream(realm, user).findAny().isEmpty();
    }
}
