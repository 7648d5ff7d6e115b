package io.authrealm.api.tenant;

import io.authrealm.api.keycloak.EmailScope;
import io.authrealm.api.store.Addresses;
import io.authrealm.core.text.EmailSyntax;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Which addresses a tenant cannot give to its users because another tenant has them. Unless the
 * operator has chosen {@link EmailScope#SERVER} there are none, and nothing here costs a query.
 */
public final class AddressScope {

    /**
     * An address that several tenants had before it had to be unique.
     *
     * @param users who have it
     */
    public record Clash(String email, List<Holder> users) {}

    /**
     * One of them.
     *
     * @param realm its name
     */
    public record Holder(String realm, String id) {}

    private static final int MOST_LISTED = 1000;

    private AddressScope() {}

    /** Whether the realm shares its addresses with other tenants. */
    public static boolean isShared(KeycloakSession session, RealmModel realm) {
        return isOn(session) && isTenant(realm);
    }

    /** Whether another tenant has the address in any of its forms. */
    public static boolean isTakenElsewhere(
            KeycloakSession session, RealmModel realm, String email) {
        return !takenElsewhere(session, realm, EmailSyntax.forms(email)).isEmpty();
    }

    /** Whether any tenant has the address in any of its forms. */
    public static boolean isTakenAnywhere(KeycloakSession session, String email) {
        return isOn(session)
                && EmailSyntax.forms(email).stream().anyMatch(new Addresses(session)::isTaken);
    }

    /** Those of the addresses, in the form that is stored, that another tenant has. */
    public static List<String> takenElsewhere(
            KeycloakSession session, RealmModel realm, Collection<String> emails) {
        return !emails.isEmpty() && isShared(session, realm)
                ? new Addresses(session).elsewhere(emails, realm.getId())
                : List.of();
    }

    /**
     * Takes an address for a user of the realm.
     *
     * @param email as Keycloak stores it
     * @throws ModelDuplicateException if another tenant has it, as if a user of the realm had it;
     *     nothing has changed then
     */
    public static void take(KeycloakSession session, RealmModel realm, String email) {
        if (!isShared(session, realm)) {
            return;
        }
        List<String> otherForms =
                EmailSyntax.forms(email).stream().filter(form -> !form.equals(email)).toList();
        boolean isFree =
                takenElsewhere(session, realm, otherForms).isEmpty()
                        && new Addresses(session).take(email, realm.getId());
        if (!isFree) {
            throw new ModelDuplicateException("The address is taken", UserModel.EMAIL);
        }
    }

    /** Gives an address back that a user of the realm has lost, unless another user has it. */
    public static void lost(KeycloakSession session, RealmModel realm, String email, String user) {
        if (isShared(session, realm)) {
            new Addresses(session).settle(email, user, id -> isTenant(session, id));
        }
    }

    /** The addresses that several tenants have, at most a thousand, in their order. */
    public static List<Clash> clashes(KeycloakSession session) {
        Addresses addresses = new Addresses(session);
        List<Clash> clashes = new ArrayList<>();
        List<String> page = addresses.disputed("");
        while (!page.isEmpty() && clashes.size() < MOST_LISTED) {
            Map<String, List<Holder>> holders = new TreeMap<>();
            for (Addresses.Disputant user : addresses.disputants(page)) {
                tenant(session, user.realmId())
                        .ifPresent(
                                realm ->
                                        holders.computeIfAbsent(
                                                        user.email(), email -> new ArrayList<>())
                                                .add(new Holder(realm.getName(), user.userId())));
            }
            holders.forEach((email, users) -> clashes.add(new Clash(email, users)));
            page = addresses.disputed(page.get(page.size() - 1));
        }
        return clashes.subList(0, Math.min(clashes.size(), MOST_LISTED));
    }

    static boolean isOn(KeycloakSession session) {
        return EmailScope.of(session.getKeycloakSessionFactory()) == EmailScope.SERVER;
    }

    static boolean isTenant(KeycloakSession session, String realmId) {
        return tenant(session, realmId).isPresent();
    }

    private static Optional<RealmModel> tenant(KeycloakSession session, String realmId) {
        return Optional.ofNullable(session.realms().getRealm(realmId))
                .filter(AddressScope::isTenant);
    }

    /** Also if it is closed for now, because it keeps its users. */
    private static boolean isTenant(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), TenantSettingsProvider.class.getName())
                .findAny()
                .isPresent();
    }
}
