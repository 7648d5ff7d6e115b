package io.authrealm.api.tenant;

import io.authrealm.api.store.DeletedUsers;
import io.authrealm.core.text.EmailSyntax;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The realms that have an account with an email address, and which of them a request at the origin
 * root means if it says nothing more. Anybody can sign up with the address of another person, so an
 * account whose address was never verified never displaces one whose address was.
 *
 * <p>A disabled account counts like any other, because wrong passwords can disable an account. A
 * deleted one does not count, and neither do several of one address in one realm, which are
 * ambiguous. Two that have it in two {@linkplain EmailSyntax#forms forms} are not.
 */
final class AddressHolders {

    /**
     * A realm in which one account has the address.
     *
     * @param since when the account was created, in milliseconds since 1970; 0 if unknown
     */
    record Holder(String realmId, boolean isVerified, long since) {}

    private static final String QUERY =
            "select u.realmId, max(case when u.emailVerified = true then 1 else 0 end),"
                    + " min(coalesce(u.createdTimestamp, 0L))"
                    + " from UserEntity u where u.email in (:emails)"
                    + " and not"
                    + DeletedUsers.isDeleted("u")
                    + " group by u.realmId having count(u.id) = count(distinct u.email)";

    private AddressHolders() {}

    /**
     * Runs one indexed query, in a transaction of its own, so that the request holds no connection.
     */
    static List<Holder> of(KeycloakSession session, String email) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                job ->
                        job.getProvider(JpaConnectionProvider.class)
                                .getEntityManager()
                                .createQuery(QUERY, Object[].class)
                                .setParameter("emails", EmailSyntax.forms(email))
                                .getResultStream()
                                .map(AddressHolders::holder)
                                .toList());
    }

    private static Holder holder(Object[] row) {
        return new Holder(
                (String) row[0], ((Number) row[1]).intValue() == 1, ((Number) row[2]).longValue());
    }

    /**
     * The id of the realm that the address stands for, or nothing if it stands for none.
     *
     * @param holders in the order of their realms' names
     * @param defaultRealmId the realm for an address without an account; may be null
     */
    static Optional<String> choose(List<Holder> holders, String defaultRealmId) {
        if (holders.isEmpty()) {
            return Optional.ofNullable(defaultRealmId);
        }
        List<Holder> proved = holders.stream().filter(Holder::isVerified).toList();
        if (proved.size() == 1) {
            return Optional.of(proved.get(0).realmId());
        }
        Optional<String> ofDefault =
                (proved.isEmpty() ? holders : proved)
                        .stream()
                                .map(Holder::realmId)
                                .filter(realmId -> realmId.equals(defaultRealmId))
                                .findFirst();
        return ofDefault.isPresent() || !proved.isEmpty()
                ? ofDefault
                : holders.stream()
                        .min(Comparator.comparingLong(Holder::since))
                        .map(Holder::realmId);
    }
}
