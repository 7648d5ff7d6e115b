package io.authrealm.api.service.password;

import io.authrealm.api.service.password.PasswordRefusal.Rule;
import io.authrealm.core.text.NewPassword;
import io.authrealm.core.text.OpaqueString;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;

/**
 * The rules for new passwords: the bounds of their length, which hold in every realm, and the
 * realm's password policy. Keycloak's own rules of length count otherwise, so they cannot stand in
 * for the bounds.
 */
public final class PasswordRules {

    private final KeycloakSession session;

    public PasswordRules(KeycloakSession session) {
        this.session = session;
    }

    /** Why the user cannot have {@code password}; nothing if it passes. */
    public Optional<PasswordRefusal> refusal(RealmModel realm, UserModel user, String password) {
        String opaque = OpaqueString.of(password);
        return outOfBounds(opaque).or(() -> byPolicy(policies().validate(realm, user, opaque)));
    }

    /**
     * The same in the realm of the session's context, for a user who is not known yet.
     *
     * @param username null if it is not known either
     */
    public Optional<PasswordRefusal> refusal(String username, String password) {
        String opaque = OpaqueString.of(password);
        return outOfBounds(opaque).or(() -> byPolicy(policies().validate(username, opaque)));
    }

    private static Optional<PasswordRefusal> outOfBounds(String password) {
        if (NewPassword.isTooShort(password)) {
            return Optional.of(new PasswordRefusal(Rule.TOO_SHORT, "too short"));
        }
        return NewPassword.isTooLong(password)
                ? Optional.of(new PasswordRefusal(Rule.TOO_LONG, "too long"))
                : Optional.empty();
    }

    private static Optional<PasswordRefusal> byPolicy(PolicyError error) {
        return Optional.ofNullable(error).map(PasswordRefusal::of);
    }

    private PasswordPolicyManagerProvider policies() {
        return session.getProvider(PasswordPolicyManagerProvider.class);
    }
}
