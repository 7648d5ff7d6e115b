package io.authrealm.api.keycloak.provider;

import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.core.text.EmailSyntax;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.infinispan.UserCacheManager;
import org.keycloak.models.cache.infinispan.UserCacheSession;

/**
 * Keycloak's cache of users, which stands before all storages of users. In realms that have opted
 * in, an address finds its user in whichever of its {@linkplain EmailSyntax#forms forms} it is
 * stored. So Keycloak's pages and its console know all forms too, and take none that is taken in
 * another. The cache remembers a user by the form that is stored, which it forgets when the user
 * gets another address.
 *
 * <p>Admins who want the address or the name of a deleted user learn here who has it.
 */
final class UserLookupCache extends UserCacheSession {

    UserLookupCache(UserCacheManager cache, KeycloakSession session) {
        super(cache, session);
    }

    @Override
    public UserModel getUserByUsername(RealmModel realm, String username) {
        return told(realm, super.getUserByUsername(realm, username));
    }

    @Override
    public UserModel getUserByEmail(RealmModel realm, String email) {
        UserModel user = super.getUserByEmail(realm, email);
        return told(realm, user == null && email != null ? byOtherForm(realm, email) : user);
    }

    private UserModel byOtherForm(RealmModel realm, String email) {
        List<String> forms = EmailSyntax.forms(email);
        if (forms.size() == 1 || TenantSettings.of(realm).isEmpty()) {
            return null;
        }
        for (String form : forms.subList(1, forms.size())) {
            UserModel user = super.getUserByEmail(realm, form);
            if (user != null) {
                return user;
            }
        }
        return null;
    }

    private UserModel told(RealmModel realm, UserModel user) {
        if (user != null && !user.isEnabled()) {
            ConsoleUse.tellWhoHasIt(session, realm, user);
        }
        return user;
    }
}
