package io.authrealm.api.tenant;

import io.authrealm.core.text.DomainName;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.RealmModel;

/**
 * What a realm claims at the origin root, which all tenants share. These settings affect the users
 * of other tenants too, and are therefore the operator's. So is what the realm may spend.
 *
 * @param tenantId in lower case, or null
 * @param hostNames as {@link DomainName} compares them
 * @param emailDomains as {@link DomainName} compares them
 * @param parentKeys the public keys that name the realm
 * @param owner who owns the realm, or null
 * @param credits given to the realm, which nobody else has to be without for that
 * @param switchTenantFrom ids, in lower case, of the realms whose proofs of addresses it trusts
 */
record RootClaims(
        String tenantId,
        Set<String> hostNames,
        Set<String> emailDomains,
        Set<String> parentKeys,
        ParentOwner owner,
        int credits,
        Set<String> switchTenantFrom) {

    static final String TENANT_ID = "tenant_id";
    static final String HOST_NAMES = "host_names";
    static final String EMAIL_DOMAINS = "email_domains";
    static final String PARENT_KEYS = "parent_keys";
    static final String PARENT_OWNER = "parent_owner";
    static final String PARENT_CREDITS = "parent_credits";
    static final String SWITCH_TENANT_FROM = "switch_tenant_from";

    static final List<String> NAMES =
            List.of(
                    TENANT_ID,
                    HOST_NAMES,
                    EMAIL_DOMAINS,
                    PARENT_KEYS,
                    PARENT_OWNER,
                    PARENT_CREDITS,
                    SWITCH_TENANT_FROM);

    RootClaims {
        hostNames = normalized(hostNames);
        emailDomains = normalized(emailDomains);
    }

    private static Set<String> normalized(Set<String> names) {
        return names.stream().map(DomainName::normalized).collect(Collectors.toUnmodifiableSet());
    }

    static final RootClaims NONE = new RootClaims(null, Set.of(), Set.of());

    RootClaims(String tenantId, Set<String> hostNames, Set<String> emailDomains) {
        this(tenantId, hostNames, emailDomains, Set.of(), null, 0, Set.of());
    }

    static RootClaims of(TenantSettings settings) {
        return new RootClaims(
                settings.tenantId(),
                settings.hostNames(),
                settings.emailDomains(),
                Set.copyOf(settings.parents().keys()),
                settings.parents().owner(),
                settings.parents().credits(),
                settings.switchTenantFrom());
    }

    /**
     * The claims of a stored component, or nothing if the realm has no such component. A component
     * of another type claims nothing, because an update may change the type.
     */
    static Optional<RootClaims> stored(RealmModel realm, String componentId) {
        return Optional.ofNullable(componentId)
                .map(realm::getComponent)
                .filter(
                        component ->
                                TenantSettingsProvider.class
                                        .getName()
                                        .equals(component.getProviderType()))
                .map(TenantSettings::claimsOf);
    }

    /** The name of a setting that differs from {@code other}, or null. */
    String firstDifference(RootClaims other) {
        if (!Objects.equals(tenantId, other.tenantId)) {
            return TENANT_ID;
        }
        if (!hostNames.equals(other.hostNames)) {
            return HOST_NAMES;
        }
        if (!emailDomains.equals(other.emailDomains)) {
            return EMAIL_DOMAINS;
        }
        if (!parentKeys.equals(other.parentKeys)) {
            return PARENT_KEYS;
        }
        if (!Objects.equals(owner, other.owner)) {
            return PARENT_OWNER;
        }
        if (credits != other.credits) {
            return PARENT_CREDITS;
        }
        return switchTenantFrom.equals(other.switchTenantFrom) ? null : SWITCH_TENANT_FROM;
    }

    /**
     * The owner's name among the users of all realms; nothing if there is none.
     *
     * @param realmId of the realm that claims this
     */
    Set<String> ownerIn(String realmId) {
        return owner == null ? Set.of() : Set.of(owner.nameIn(realmId));
    }

    /** The claims that {@code other} does not have, and that no two realms can have. */
    RootClaims without(RootClaims other) {
        return new RootClaims(
                Objects.equals(tenantId, other.tenantId) ? null : tenantId,
                difference(hostNames, other.hostNames),
                difference(emailDomains, other.emailDomains),
                difference(parentKeys, other.parentKeys),
                Objects.equals(owner, other.owner) ? null : owner,
                0,
                Set.of());
    }

    private static Set<String> difference(Set<String> names, Set<String> others) {
        Set<String> left = new HashSet<>(names);
        left.removeAll(others);
        return Collections.unmodifiableSet(left);
    }
}
