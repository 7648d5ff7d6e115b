package io.authrealm.api.service.signin;

import io.authrealm.api.service.profile.ProfileForm;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;

/**
 * Something that a user has to do before the sign-in can end: a required action of Keycloak.
 *
 * @param alias what Keycloak calls it
 * @param attributes that the user fills in, by their names in the user profile; only for {@link
 *     Kind#UPDATE_PROFILE}
 * @param isRefused whether this sign-in cannot do it, because a factor that the user has must be
 *     used first
 */
public record PendingAction(Kind kind, String alias, List<String> attributes, boolean isRefused) {

    static PendingAction of(String alias, ProfileForm form, UserModel user, boolean mayAddFactor) {
        Kind kind = Kind.of(alias);
        return new PendingAction(
                kind,
                alias,
                kind == Kind.UPDATE_PROFILE ? form.attributes(user) : List.of(),
                kind.addsFactor() && !mayAddFactor);
    }

    /** What there is to do. */
    public enum Kind {
        /** To prove the address by a code that is mailed there. */
        VERIFY_EMAIL(RequiredAction.VERIFY_EMAIL.name()),

        /** To choose a new password. */
        UPDATE_PASSWORD(RequiredAction.UPDATE_PASSWORD.name()),

        /** To fill in the user profile, because it lacks something or an admin asks for it. */
        UPDATE_PROFILE(RequiredAction.UPDATE_PROFILE.name(), RequiredAction.VERIFY_PROFILE.name()),

        /** To accept the terms and conditions. */
        ACCEPT_TERMS(RequiredAction.TERMS_AND_CONDITIONS.name()),

        /** To name another address and to prove it. */
        UPDATE_EMAIL(RequiredAction.UPDATE_EMAIL.name()),

        /** To set up an authenticator app. */
        SET_UP_TOTP(RequiredAction.CONFIGURE_TOTP.name()),

        /** To add a security key. */
        ADD_SECURITY_KEY("webauthn-register"),

        /** To add a passkey. */
        ADD_PASSKEY("webauthn-register-passwordless"),

        /** To make recovery codes. */
        MAKE_RECOVERY_CODES(RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name()),

        /** Something that only a page can ask for. */
        OTHER;

        private final Set<String> aliases;

        Kind(String... aliases) {
            this.aliases = Set.of(aliases);
        }

        /** What Keycloak calls it; a kind can be several of Keycloak's actions. */
        public Set<String> aliases() {
            return aliases;
        }

        private boolean addsFactor() {
            return switch (this) {
                case SET_UP_TOTP, ADD_SECURITY_KEY, ADD_PASSKEY, MAKE_RECOVERY_CODES -> true;
                case VERIFY_EMAIL,
                        UPDATE_PASSWORD,
                        UPDATE_PROFILE,
                        ACCEPT_TERMS,
                        UPDATE_EMAIL,
                        OTHER ->
                        false;
            };
        }

        static Kind of(String alias) {
            return Arrays.stream(values())
                    .filter(kind -> kind.aliases.contains(alias))
                    .findAny()
                    .orElse(OTHER);
        }
    }
}
