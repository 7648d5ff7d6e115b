package io.authrealm.api.compat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.DefaultBruteForceProtector;

/**
 * Keycloak's own arithmetic of login failures, run at once instead of on the protector's executor,
 * so that the next attempt sees the count of the one before.
 *
 * <p>The only place that is written for more than one Keycloak minor: {@code failure} and {@code
 * success} became public and gained the set of categories between 26.5 and 26.7, so they are looked
 * up by name and called with as many arguments as they take.
 */
public final class LoginFailures {

    private static final Method FAILURE = method("failure");
    private static final Method SUCCESS = method("success");

    private LoginFailures() {}

    /**
     * Counts a failure and, at the realm's limit, locks the account.
     *
     * @param subject the user's id, or the id under which an unknown account is counted
     * @param category the type of credential that was guessed
     */
    public static void countFailure(
            KeycloakSession session,
            RealmModel realm,
            String subject,
            String remoteAddress,
            String category) {
        call(
                FAILURE,
                session,
                realm,
                subject,
                remoteAddress,
                Time.currentTimeMillis(),
                Set.of(category));
    }

    /** Forgets the failures that a sign-in with these types of credentials makes good. */
    public static void clear(
            KeycloakSession session, RealmModel realm, String subject, Set<String> categories) {
        call(SUCCESS, session, realm, subject, categories);
    }

    private static void call(Method method, Object... arguments) {
        KeycloakSession session = (KeycloakSession) arguments[0];
        try {
            method.invoke(
                    new DefaultBruteForceProtector(session.getKeycloakSessionFactory()),
                    Arrays.copyOf(arguments, method.getParameterCount()));
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Method method(String name) {
        Method found =
                Arrays.stream(DefaultBruteForceProtector.class.getDeclaredMethods())
                        .filter(m -> m.getName().equals(name) && !m.isSynthetic())
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalStateException("no brute force method " + name));
        found.setAccessible(true);
        return found;
    }
}
