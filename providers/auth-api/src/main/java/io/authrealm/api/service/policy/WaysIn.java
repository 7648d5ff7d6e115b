package io.authrealm.api.service.policy;

import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.link.MagicLinks;
import io.authrealm.api.service.policy.AuthPolicy.Switch;
import io.authrealm.api.tenant.Tenant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderStorageProvider.FetchMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** By what a policy lets people in: everybody, or the admin who wants to change it. */
final class WaysIn {

    private static final Set<Switch> IN_PLACE_OF_PASSWORD =
            Set.of(Switch.PASSWORD_ENABLED, Switch.MAGIC_LINK_ENABLED, Switch.PASSKEY_ENABLED);

    private static final Map<SecondFactor, Switch> FACTORS =
            Map.of(
                    SecondFactor.MAIL_CODE, Switch.OTP_EMAIL_ENABLED,
                    SecondFactor.TEXT_CODE, Switch.OTP_SMS_ENABLED);

    private final KeycloakSession session;
    private final Tenant tenant;
    private final RealmModel realm;

    WaysIn(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
        this.realm = tenant.realm();
    }

    /** The switch that would shut everybody out; nothing if somebody can still come in. */
    Optional<Switch> lastOfAll(AuthPolicy current, AuthPolicy wanted) {
        return switchedOff(IN_PLACE_OF_PASSWORD, current, wanted)
                .filter(
                        last ->
                                !wanted.is(Switch.PASSWORD_ENABLED)
                                        && !sendsLinks(wanted)
                                        && !wanted.is(Switch.PASSKEY_ENABLED)
                                        && !hasIdentityProvider());
    }

    /**
     * The switch that would shut out this user, who can come in now; nothing if there is none.
     *
     * @param userId of a user of any realm; only one of this realm comes in here
     */
    Optional<Switch> lastOf(String userId, AuthPolicy current, AuthPolicy wanted) {
        return Optional.ofNullable(session.users().getUserById(realm, userId))
                .filter(user -> user.getServiceAccountClientLink() == null)
                .flatMap(
                        user ->
                                lastFirst(user, current, wanted)
                                        .or(() -> lastSecond(user, current, wanted)));
    }

    private Optional<Switch> lastFirst(UserModel user, AuthPolicy current, AuthPolicy wanted) {
        return switchedOff(IN_PLACE_OF_PASSWORD, current, wanted)
                .filter(last -> comesIn(user, current) && !comesIn(user, wanted));
    }

    private boolean comesIn(UserModel user, AuthPolicy policy) {
        return (policy.is(Switch.PASSWORD_ENABLED)
                        && user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE))
                || (sendsLinks(policy)
                        && user.getEmail() != null
                        && MagicLinks.isOpenTo(session, realm, user))
                || (policy.is(Switch.PASSKEY_ENABLED) && SecondFactor.PASSKEY.isHeldBy(user))
                || comesFromIdentityProvider(user);
    }

    /** Who has nothing but codes that are no longer taken cannot answer what the flow asks for. */
    private Optional<Switch> lastSecond(UserModel user, AuthPolicy current, AuthPolicy wanted) {
        Set<SecondFactor> held =
                Stream.of(SecondFactor.values())
                        .filter(factor -> factor.isHeldBy(user))
                        .collect(Collectors.toSet());
        return switchedOff(Set.copyOf(FACTORS.values()), current, wanted)
                .filter(
                        last ->
                                held.stream().anyMatch(factor -> isTaken(factor, current))
                                        && held.stream()
                                                .noneMatch(factor -> isTaken(factor, wanted)));
    }

    private static boolean isTaken(SecondFactor factor, AuthPolicy policy) {
        return !FACTORS.containsKey(factor) || policy.is(FACTORS.get(factor));
    }

    private static Optional<Switch> switchedOff(
            Set<Switch> among, AuthPolicy current, AuthPolicy wanted) {
        return among.stream()
                .filter(each -> current.is(each) && !wanted.is(each))
                .sorted()
                .findFirst();
    }

    /** It takes a page that a link can lead to, and a server that takes the mail. */
    private boolean sendsLinks(AuthPolicy policy) {
        return policy.is(Switch.MAGIC_LINK_ENABLED)
                && tenant.settings().appUrl() != null
                && !realm.getSmtpConfig().isEmpty();
    }

    private boolean hasIdentityProvider() {
        return identityProviders().findAny().isPresent();
    }

    private boolean comesFromIdentityProvider(UserModel user) {
        Set<String> offered = identityProviders().collect(Collectors.toSet());
        return session.users()
                .getFederatedIdentitiesStream(realm, user)
                .map(FederatedIdentityModel::getIdentityProvider)
                .anyMatch(offered::contains);
    }

    /** The aliases of those that the login page offers. */
    private Stream<String> identityProviders() {
        return session.identityProviders()
                .getForLogin(FetchMode.ALL, null)
                .map(IdentityProviderModel::getAlias);
    }
}
