package io.authrealm.api.keycloak;

import io.authrealm.hashing.compat.KeycloakMethod;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.services.managers.DefaultBruteForceProtector;

/**
 * Keycloak's own counting of login failures, run at once instead of on the protector's executor, so
 * that the next attempt sees the count.
 *
 * <p>Its methods are not public in every version. Their last parameter, the categories of
 * credentials, has changed: 26.7 takes a set, 26.6 takes one, and 26.5 takes none.
 */
public final class LoginFailures {

    private static final Method FAILURE =
            KeycloakMethod.oneOf(
                    KeycloakMethod.FAILURE_OF_CATEGORIES,
                    KeycloakMethod.FAILURE_OF_CATEGORY,
                    KeycloakMethod.FAILURE);

    private static final Method SUCCESS =
            KeycloakMethod.oneOf(
                    KeycloakMethod.SUCCESS_OF_CATEGORIES,
                    KeycloakMethod.SUCCESS_OF_CATEGORY,
                    KeycloakMethod.SUCCESS);

    private LoginFailures() {}

    /**
     * Counts a failure and, at the realm's limit, locks the account.
     *
     * @param subject the user's id, or an id that stands for a credential of theirs
     * @param category the type of credential that was guessed
     */
    public static void countFailure(
            KeycloakSession session,
            RealmModel realm,
            String subject,
            String remoteAddress,
            String category) {
        call(
                session,
                FAILURE,
                Set.of(category),
                realm,
                subject,
                remoteAddress,
                Time.currentTimeMillis());
    }

    /** Resets the failure counts that a sign-in with these types of credentials clears. */
    public static void clear(
            KeycloakSession session, RealmModel realm, String subject, Set<String> categories) {
        call(session, SUCCESS, categories, realm, subject);
    }

    /** Whether Keycloak has locked the user, for a time or until an admin lifts the lock. */
    public static boolean isLocked(KeycloakSession session, RealmModel realm, UserModel user) {
        DefaultBruteForceProtector protector = protector(session);
        return protector.isTemporarilyDisabled(session, realm, user)
                || protector.isPermanentlyLockedOut(session, realm, user);
    }

    private static DefaultBruteForceProtector protector(KeycloakSession session) {
        return new DefaultBruteForceProtector(session.getKeycloakSessionFactory());
    }

    private static void call(
            KeycloakSession session, Method method, Set<String> categories, Object... rest) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(session);
        arguments.addAll(List.of(rest));
        if (method.getParameterCount() > arguments.size()) {
            arguments.add(
                    method.getParameterTypes()[arguments.size()] == Set.class
                            ? categories
                            : oneOf(categories));
        }
        try {
            method.invoke(protector(session), arguments.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The category that clears most: a sign-in with several of them clears each. */
    private static String oneOf(Set<String> categories) {
        return categories.contains(OTPCredentialModel.TYPE)
                ? OTPCredentialModel.TYPE
                : categories.stream().findFirst().orElse(null);
    }
}
