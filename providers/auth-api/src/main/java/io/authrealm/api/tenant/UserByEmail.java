package io.authrealm.api.tenant;

import io.authrealm.core.text.EmailSyntax;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The user who has an address in a realm, deleted or not, in whichever of its {@linkplain
 * EmailSyntax#forms forms} it is stored. A realm may allow that several users have one; it is
 * ambiguous then, and belongs to none of them.
 */
public final class UserByEmail {

    private UserByEmail() {}

    /** Returns null if there is none. */
    public static UserModel find(KeycloakSession session, RealmModel realm, String email) {
        try {
            return first(
                    EmailSyntax.forms(email), form -> session.users().getUserByEmail(realm, form));
        } catch (ModelDuplicateException e) {
            return null;
        }
    }

    /** The same, or else the user whose name the address is; null if there is neither. */
    public static UserModel findAlsoByName(
            KeycloakSession session, RealmModel realm, String email) {
        try {
            List<String> forms = EmailSyntax.forms(email);
            UserModel user = first(forms, form -> session.users().getUserByEmail(realm, form));
            return user == null
                    ? first(forms, form -> session.users().getUserByUsername(realm, form))
                    : user;
        } catch (ModelDuplicateException e) {
            return null;
        }
    }

    /** Whether a user who counts has the address, or is called so. Two who have it count too. */
    public static boolean isTaken(
            KeycloakSession session, RealmModel realm, String email, Predicate<UserModel> counts) {
        try {
            return EmailSyntax.forms(email).stream()
                    .flatMap(
                            form ->
                                    Stream.of(
                                            session.users().getUserByEmail(realm, form),
                                            session.users().getUserByUsername(realm, form)))
                    .anyMatch(user -> user != null && counts.test(user));
        } catch (ModelDuplicateException e) {
            return true;
        }
    }

    private static UserModel first(List<String> forms, Function<String, UserModel> find) {
        for (String form : forms) {
            UserModel user = find.apply(form);
            if (user != null) {
                return user;
            }
        }
        return null;
    }
}
