package io.authrealm.api.tenant;

import io.authrealm.core.text.EmailSyntax;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The user who has an address in a realm, deleted or not. A realm may allow that several users have
 * one; it is ambiguous then, and belongs to none of them.
 */
public final class UserByEmail {

    private UserByEmail() {}

    /** Returns null if there is none. */
    public static UserModel find(KeycloakSession session, RealmModel realm, String email) {
        try {
            return session.users().getUserByEmail(realm, EmailSyntax.normalized(email));
        } catch (ModelDuplicateException e) {
            return null;
        }
    }

    /** The same, or else the user whose name the address is; null if there is neither. */
    public static UserModel findAlsoByName(
            KeycloakSession session, RealmModel realm, String email) {
        try {
            String name = EmailSyntax.normalized(email);
            UserModel user = session.users().getUserByEmail(realm, name);
            return user == null ? session.users().getUserByUsername(realm, name) : user;
        } catch (ModelDuplicateException e) {
            return null;
        }
    }
}
