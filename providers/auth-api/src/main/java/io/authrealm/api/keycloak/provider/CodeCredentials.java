package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.factor.CodeChannel;
import io.authrealm.api.service.factor.FactorCodes;
import io.authrealm.api.service.factor.FactorOffer;
import io.authrealm.api.store.Codes.Purpose;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Makes an address or a number that gets codes one of Keycloak's credentials. So the console lists
 * and removes it, and the conditions of flows see it. A code is good if it was sent for a sign-in
 * to the credential that the input names, or else to the first one of the user. None is good in a
 * tenant that has switched them off.
 */
public final class CodeCredentials
        implements CredentialProvider<CredentialModel>, CredentialInputValidator {

    private final KeycloakSession session;
    private final CodeChannel channel;

    CodeCredentials(KeycloakSession session, CodeChannel channel) {
        this.session = session;
        this.channel = channel;
    }

    @Override
    public String getType() {
        return channel.factor().type();
    }

    @Override
    public boolean supportsCredentialType(String type) {
        return getType().equals(type);
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user, String type) {
        return supportsCredentialType(type)
                && user.credentialManager()
                        .getStoredCredentialsByTypeStream(type)
                        .findAny()
                        .isPresent();
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        String code = input.getChallengeResponse();
        return code != null
                && supportsCredentialType(input.getType())
                && Tenant.of(session, realm)
                        .filter(
                                tenant ->
                                        new FactorOffer(session, tenant)
                                                .isTakenAtSignIn(channel.factor()))
                        .flatMap(
                                tenant ->
                                        FactorCodes.find(user, channel, input.getCredentialId())
                                                .filter(
                                                        factor ->
                                                                new FactorCodes(session, tenant)
                                                                        .redeem(
                                                                                user,
                                                                                Purpose
                                                                                        .FACTOR_SIGN_IN,
                                                                                factor,
                                                                                code)))
                        .isPresent();
    }

    @Override
    public CredentialModel createCredential(
            RealmModel realm, UserModel user, CredentialModel credential) {
        return user.credentialManager().createStoredCredential(credential);
    }

    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return user.credentialManager().removeStoredCredentialById(credentialId);
    }

    @Override
    public CredentialModel getCredentialFromModel(CredentialModel model) {
        return model;
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext context) {
        return AccountRemovals.checked(
                session,
                context,
                CredentialTypeMetadata.builder()
                        .type(getType())
                        .category(CredentialTypeMetadata.Category.TWO_FACTOR)
                        .displayName(getType() + "-display-name")
                        .helpText(getType() + "-help-text")
                        .iconCssClass("kcAuthenticatorOTPClass")
                        .removeable(true)
                        .build(session));
    }
}
