package io.authrealm.api.service.imports;

import io.authrealm.api.tenant.AddressScope;
import io.authrealm.core.imports.ImportRow;
import io.authrealm.core.text.EmailSyntax;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Which addresses and ids users have already, including those in the recycle bin. */
final class TakenIdentities {

    private TakenIdentities() {}

    /**
     * Those of the addresses that no new user of the realm can have, in the form that is stored.
     */
    static Set<String> addresses(
            KeycloakSession session, RealmModel realm, Collection<String> addresses) {
        List<String> asked =
                addresses.stream()
                        .flatMap(address -> EmailSyntax.forms(address).stream())
                        .distinct()
                        .toList();
        Set<String> taken = new HashSet<>();
        if (!asked.isEmpty()) {
            taken.addAll(having(session, realm, "username", asked));
        }
        if (!asked.isEmpty() && !realm.isDuplicateEmailsAllowed()) {
            taken.addAll(having(session, realm, "email", asked));
        }
        taken.addAll(AddressScope.takenElsewhere(session, realm, asked));
        return taken.stream().map(EmailSyntax::normalized).collect(Collectors.toSet());
    }

    /** Ids are unique across all realms. */
    static boolean isIdFree(KeycloakSession session, String id) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery("select u.id from UserEntity u where u.id = :id", String.class)
                .setParameter("id", id)
                .getResultList()
                .isEmpty();
    }

    static PreparedRow idTaken(ImportRow row) {
        return RowPreparation.refused(row, "id_taken", "id belongs to another user");
    }

    private static List<String> having(
            KeycloakSession session, RealmModel realm, String column, List<String> values) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select u.%1$s from UserEntity u where u.realmId = :realm and u.%1$s in :values"
                                .formatted(column),
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("values", values)
                .getResultList();
    }
}
