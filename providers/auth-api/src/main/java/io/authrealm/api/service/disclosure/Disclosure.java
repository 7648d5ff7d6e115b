package io.authrealm.api.service.disclosure;

import io.authrealm.api.caller.Visit;
import io.authrealm.api.store.DeletedUsers;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.UserByEmail;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What a stranger learns about the account with an address. A tenant tells nothing unless its admin
 * has switched that on, and then only to the clients of those dialects that expect it, and only if
 * {@link Visit#mayTellOfAccounts()}. So a service asks here before it does anything else, and goes
 * on as if it had not if the answer is {@link Seen#HIDDEN}.
 *
 * @param user null unless there is one and the tenant says so
 */
public record Disclosure(Seen seen, UserModel user) {

    /** What the stranger learns. */
    public enum Seen {
        /** Nothing. */
        HIDDEN,

        /** There is no account. */
        UNKNOWN,

        /** There is one, and its address has to be verified before anybody can sign in to it. */
        UNVERIFIED,

        /** There is one. */
        OPEN
    }

    /** What the tenant tells about the account with {@code email}, or with that name. */
    public static Disclosure of(KeycloakSession session, Visit visit, Tenant tenant, String email) {
        if (!isOn(visit, tenant)) {
            return new Disclosure(Seen.HIDDEN, null);
        }
        RealmModel realm = tenant.realm();
        UserModel user = UserByEmail.findAlsoByName(session, realm, email);
        if (user == null || DeletedUsers.contains(session, user)) {
            return new Disclosure(Seen.UNKNOWN, null);
        }
        return new Disclosure(
                realm.isVerifyEmail() && !user.isEmailVerified() ? Seen.UNVERIFIED : Seen.OPEN,
                user);
    }

    /** What the tenant tells about an address that stands for no tenant. */
    public static Seen ofNobody(Visit visit) {
        return isOn(visit, visit.entry()) ? Seen.UNKNOWN : Seen.HIDDEN;
    }

    private static boolean isOn(Visit visit, Tenant tenant) {
        return tenant.settings().revealsAccounts() && visit.mayTellOfAccounts();
    }
}
