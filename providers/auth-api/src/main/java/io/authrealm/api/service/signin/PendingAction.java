package io.authrealm.api.service.signin;

import io.authrealm.api.service.factor.SecondFactor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.UserModel.RequiredAction;

/**
 * Something that a user has to do before the sign-in can end: a required action of Keycloak.
 *
 * @param alias what Keycloak calls it
 * @param attributes that the user fills in, by their names in the user profile; only for {@link
 *     Kind#UPDATE_PROFILE}
 * @param isRefused whether the API cannot do it in this sign-in, because a factor that the user has
 *     must be used first, or because the tenant does not offer the one that is to be added
 * @param alternatives other factors that would do as well as the one that is to be added
 */
public record PendingAction(
        Kind kind,
        String alias,
        List<String> attributes,
        boolean isRefused,
        List<SecondFactor> alternatives) {

    /** Whether a new factor of this type is what it waits for. */
    public boolean isDoneBy(SecondFactor factor) {
        return kind.factor().filter(factor::equals).isPresent() || alternatives.contains(factor);
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
        SET_UP_TOTP(SecondFactor.TOTP, RequiredAction.CONFIGURE_TOTP.name()),

        /** To add a security key. */
        ADD_SECURITY_KEY(SecondFactor.SECURITY_KEY, "webauthn-register"),

        /** To add a passkey. */
        ADD_PASSKEY(SecondFactor.PASSKEY, "webauthn-register-passwordless"),

        /** To make recovery codes. */
        MAKE_RECOVERY_CODES(
                SecondFactor.RECOVERY_CODE, RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name()),

        /** Something that only a page can ask for. */
        OTHER;

        private final SecondFactor factor;
        private final Set<String> aliases;

        Kind(String... aliases) {
            this(null, aliases);
        }

        /**
         * @param factor that the user gets by it; null if it is about something else
         */
        Kind(SecondFactor factor, String... aliases) {
            this.factor = factor;
            this.aliases = Set.of(aliases);
        }

        /** What Keycloak calls it; a kind can be several of Keycloak's actions. */
        public Set<String> aliases() {
            return aliases;
        }

        /** The factor that the user gets by it; nothing if it is about something else. */
        Optional<SecondFactor> factor() {
            return Optional.ofNullable(factor);
        }

        static Kind of(String alias) {
            return Arrays.stream(values())
                    .filter(kind -> kind.aliases.contains(alias))
                    .findAny()
                    .orElse(OTHER);
        }
    }
}
