package io.authrealm.api.service.verification;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.tenant.Tenant;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.storage.ReadOnlyException;

/** The consequences of a verified address. */
public final class AddressProof {

    private static final Set<String> FIRST_FACTORS =
            Set.of(PasswordCredentialModel.TYPE, WebAuthnCredentialModel.TYPE_PASSWORDLESS);

    private final KeycloakSession session;
    private final Tenant tenant;

    public AddressProof(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /**
     * Verifies the address by a link that was mailed there, for a user who was not signed in. If
     * the address was never verified before, a stranger may have signed up with it and chosen the
     * password. So everything that signs in to the account ends. Second factors stay, because they
     * sign nobody in by themselves.
     *
     * @return whether anything ended
     */
    public boolean byLink(UserModel user) {
        boolean isFirst = !user.isEmailVerified();
        if (isFirst) {
            endFirstFactors(user);
            endIdentities(user);
            new Sessions(session, tenant).revokeAll(user);
        }
        accept(user);
        return isFirst;
    }

    /**
     * Marks the address as verified, and ends nothing: the password is the user's own. An address
     * that was verified before keeps its date.
     *
     * @return false if the account belongs to a directory that this server may only read
     */
    public static boolean accept(UserModel user) {
        try {
            if (!user.isEmailVerified()) {
                String now = ServerTime.now().toString();
                user.setEmailVerified(true);
                user.setSingleAttribute(Profiles.EMAIL_VERIFIED_AT, now);
                user.setSingleAttribute(Profiles.UPDATED_AT, now);
            }
            user.removeRequiredAction(UserModel.RequiredAction.VERIFY_EMAIL);
            return true;
        } catch (ReadOnlyException e) {
            return false;
        }
    }

    private void endFirstFactors(UserModel user) {
        SubjectCredentialManager credentials = user.credentialManager();
        for (CredentialModel credential : credentials.getStoredCredentialsStream().toList()) {
            if (FIRST_FACTORS.contains(credential.getType())) {
                credentials.removeStoredCredentialById(credential.getId());
                event(user, EventType.REMOVE_CREDENTIAL)
                        .detail(Details.CREDENTIAL_TYPE, credential.getType())
                        .success();
            }
        }
    }

    private void endIdentities(UserModel user) {
        session.users()
                .getFederatedIdentitiesStream(tenant.realm(), user)
                .map(FederatedIdentityModel::getIdentityProvider)
                .toList()
                .forEach(
                        provider -> {
                            session.users().removeFederatedIdentity(tenant.realm(), user, provider);
                            event(user, EventType.REMOVE_FEDERATED_IDENTITY)
                                    .detail(Details.IDENTITY_PROVIDER, provider)
                                    .success();
                        });
    }

    private EventBuilder event(UserModel user, EventType type) {
        return ApiEvents.open(session, tenant, type)
                .user(user)
                .detail(Details.REASON, "address proved by a link");
    }
}
