package io.authrealm.api.tenant;

import io.authrealm.api.keycloak.ActingAdmin;
import io.authrealm.api.keycloak.StoredRealms;
import io.authrealm.api.keycloak.StoredRealms.PartialComponent;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Decides who may write what a realm claims at the origin root. The realm's own admins may not:
 * they could direct the sign-ins of other tenants to themselves. They may write the other settings,
 * and send these back unchanged. Nobody may claim what another realm has. An import of files is the
 * exception, because it does not see the other realms; {@link RootIndex} then gives the name to
 * neither.
 */
final class RootClaimsCheck {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AssignedNames assigned;

    RootClaimsCheck(KeycloakSession session, RealmModel realm, AssignedNames assigned) {
        this.session = session;
        this.realm = realm;
        this.assigned = assigned;
    }

    /** Returns why the component must not be written, in words for the admin, or nothing. */
    Optional<String> refusal(ComponentModel component, RootClaims claims) {
        if (ActingAdmin.isServer(session)) {
            return Optional.empty();
        }
        Optional<RootClaims> stored = RootClaims.stored(realm, component.getId());
        String changed = claims.firstDifference(stored.orElse(RootClaims.NONE));
        if (changed != null && !isByOperator()) {
            return Optional.of(
                    changed
                            + " can be set, changed or removed only by an administrator of the server,"
                            + " who has the role admin in realm master.");
        }
        return taken(claims.without(stored.orElse(RootClaims.NONE)), stored.isEmpty());
    }

    /** New claims must be free, and so must the id of a realm that opts in. */
    private Optional<String> taken(RootClaims added, boolean isNew) {
        if (added.equals(RootClaims.NONE) && !isNew) {
            return Optional.empty();
        }
        return givenByOption(RootClaims.HOST_NAMES, added.hostNames(), assigned.hostNames())
                .or(
                        () ->
                                givenByOption(
                                        RootClaims.EMAIL_DOMAINS,
                                        added.emailDomains(),
                                        assigned.emailDomains()))
                .or(() -> idOfAnotherRealm(added.tenantId()))
                .or(() -> ofAnotherTenant(added, isNew));
    }

    private Optional<String> givenByOption(
            String setting, Set<String> names, Map<String, String> given) {
        return names.stream()
                .filter(name -> given.containsKey(name) && !isThisRealm(given.get(name)))
                .findFirst()
                .map(
                        name ->
                                "%s: a server option gives %s to another realm."
                                        .formatted(setting, name));
    }

    private boolean isThisRealm(String idOrName) {
        return idOrName.equals(realm.getId()) || idOrName.equals(realm.getName());
    }

    /** Also for a realm that has not opted in yet. */
    private Optional<String> idOfAnotherRealm(String tenantId) {
        RealmModel other = tenantId == null ? null : session.realms().getRealm(tenantId);
        return other == null || other.getId().equals(realm.getId())
                ? Optional.empty()
                : Optional.of(refusal(RootClaims.TENANT_ID, tenantId, other.getName()));
    }

    private Optional<String> ofAnotherTenant(RootClaims added, boolean isNew) {
        return new StoredRealms(session)
                .components(TenantSettingsProvider.class, RootClaims.NAMES).stream()
                        .filter(other -> !other.realmId().equals(realm.getId()))
                        .flatMap(other -> ofAnother(added, isNew, other).stream())
                        .findFirst();
    }

    private Optional<String> ofAnother(RootClaims added, boolean isNew, PartialComponent other) {
        RootClaims theirs = TenantSettings.claimsOf(other.component());
        String otherId = other.realmId();
        Set<String> theirIds = ids(Tenant.ownId(otherId), theirs.tenantId());
        Set<String> newIds = ids(isNew ? Tenant.ownId(realm.getId()) : null, added.tenantId());
        return both(RootClaims.TENANT_ID, newIds, theirIds, other.realmName())
                .or(
                        () ->
                                both(
                                        RootClaims.HOST_NAMES,
                                        added.hostNames(),
                                        theirs.hostNames(),
                                        other.realmName()))
                .or(
                        () ->
                                both(
                                        RootClaims.EMAIL_DOMAINS,
                                        added.emailDomains(),
                                        theirs.emailDomains(),
                                        other.realmName()))
                .or(
                        () ->
                                both(
                                        RootClaims.PARENT_KEYS,
                                        added.parentKeys(),
                                        theirs.parentKeys(),
                                        other.realmName()))
                .or(
                        () ->
                                both(
                                        RootClaims.PARENT_OWNER,
                                        added.ownerIn(realm.getId()),
                                        theirs.ownerIn(otherId),
                                        other.realmName()));
    }

    private static Set<String> ids(String one, String another) {
        return Stream.of(one, another)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<String> both(
            String setting, Set<String> names, Set<String> theirs, String other) {
        return names.stream()
                .filter(theirs::contains)
                .findFirst()
                .map(name -> refusal(setting, name, other));
    }

    /** The admin of one tenant must not learn which others there are. */
    private String refusal(String setting, String value, String other) {
        String holder = isByOperator() ? "realm " + other : "another tenant";
        return "%s: %s has %s already.".formatted(setting, holder, value);
    }

    private boolean isByOperator() {
        return ActingAdmin.of(session) == ActingAdmin.OPERATOR;
    }
}
