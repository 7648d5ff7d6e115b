package io.authrealm.api.service.factor;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.keycloak.SessionLevel;
import io.authrealm.api.tenant.Tenant;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Step-up: whether the user of a session has proved a second factor a short while ago. The window
 * belongs to the session, so a stolen session gains nothing from what the user proves in another.
 */
public final class StepUp {

    /**
     * The window of a session.
     *
     * @param verifiedAt when a second factor was proved last; may be null
     * @param windowSeconds for how long it counts
     */
    public record Status(boolean isOpen, Instant verifiedAt, long windowSeconds) {}

    /** Session note that holds when a second factor was proved last, in seconds since 1970. */
    private static final String VERIFIED_AT_NOTE = "authrealm.verified_at";

    private static final String NEVER = "";

    private StepUp() {}

    /** Opens the window: the user of the session has just proved a second factor. */
    public static void open(UserSessionModel session) {
        session.setNote(VERIFIED_AT_NOTE, String.valueOf(ServerTime.seconds()));
    }

    /**
     * The same for a caller, whose session also rises to the level that the factor has in the flow.
     */
    public static void proved(KeycloakSession session, Caller caller, SecondFactor factor) {
        open(caller.session());
        SessionLevel.raise(
                session,
                caller.tenant().realm(),
                caller.tenant().client(),
                caller.session(),
                factor.type());
    }

    /** The window of the caller's session. */
    public static Status status(Caller caller) {
        return new Status(
                isOpen(caller.tenant(), caller.session()),
                verifiedAt(caller.session()).orElse(null),
                caller.tenant().settings().stepUpSeconds());
    }

    /** Opens the window of the session that the sign-in will end in. */
    public static void openAtSignIn(AuthenticationSessionModel authentication) {
        authentication.setUserSessionNote(VERIFIED_AT_NOTE, String.valueOf(ServerTime.seconds()));
    }

    /**
     * Closes the window of the session that the sign-in will end in. It can be an earlier one,
     * whose notes Keycloak replaces but does not remove.
     */
    public static void closeAtSignIn(AuthenticationSessionModel authentication) {
        authentication.setUserSessionNote(VERIFIED_AT_NOTE, NEVER);
    }

    /** When a second factor was proved last in this session. */
    public static Optional<Instant> verifiedAt(UserSessionModel session) {
        return Optional.ofNullable(session.getNote(VERIFIED_AT_NOTE))
                .filter(seconds -> !seconds.equals(NEVER))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    /** Whether the window is open. */
    public static boolean isOpen(Tenant tenant, UserSessionModel session) {
        return verifiedAt(session)
                .map(at -> at.getEpochSecond() + tenant.settings().stepUpSeconds())
                .filter(end -> end > ServerTime.seconds())
                .isPresent();
    }

    /**
     * Whether the caller may add a factor. The first one needs the session alone. With another, a
     * stolen session could add one of its own and so open the window, so the window must be open.
     */
    public static boolean mayAddFactor(Caller caller) {
        return !hasFactor(caller.user()) || isOpen(caller.tenant(), caller.session());
    }

    /**
     * Whether the caller may remove a factor. A stolen session that removes the last one could add
     * a first one of its own, so the window must be open for that. Recovery codes are no other
     * factor here, because they only stand in for one.
     *
     * @param isOnlyOneOfItsKind whether the user has no other factor of this kind
     */
    public static boolean mayRemoveFactor(
            Caller caller, SecondFactor kind, boolean isOnlyOneOfItsKind) {
        return isOpen(caller.tenant(), caller.session())
                || !isOnlyOneOfItsKind
                || Arrays.stream(SecondFactor.values())
                        .filter(other -> other != kind && other != SecondFactor.RECOVERY_CODE)
                        .map(SecondFactor::type)
                        .anyMatch(caller.user().credentialManager()::isConfiguredFor);
    }

    /** Whether the user has anything that counts as a second factor. */
    public static boolean hasFactor(UserModel user) {
        return Arrays.stream(SecondFactor.values()).anyMatch(factor -> factor.isHeldBy(user));
    }
}
