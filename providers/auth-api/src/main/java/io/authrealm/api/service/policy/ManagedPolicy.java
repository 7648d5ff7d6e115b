package io.authrealm.api.service.policy;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.service.policy.AuthPolicy.Amount;
import io.authrealm.api.service.policy.AuthPolicy.Switch;
import io.authrealm.api.store.RealmLock;
import io.authrealm.api.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The policy of a tenant, which an admin may change. Each change locks the realm first, sees the
 * change before it, is written whole or not at all, and is an admin event.
 */
public final class ManagedPolicy {

    private final KeycloakSession session;
    private final AdminCaller caller;

    ManagedPolicy(KeycloakSession session, AdminCaller caller) {
        this.session = session;
        this.caller = caller;
    }

    /**
     * Changes the policy, unless nobody could sign in after it, or the caller could not.
     *
     * <p>It is committed when this returns. A transaction of its own sees the realm as it is after
     * the lock, and what it has read before is out of date.
     */
    public PolicyChangeResult change(PolicyChange change) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> change(job, change),
                "AuthRealm auth policy");
    }

    private PolicyChangeResult change(KeycloakSession job, PolicyChange change) {
        return RealmLock.take(job, caller.tenant().realm().getId())
                .flatMap(realm -> Tenant.of(job, realm))
                .map(tenant -> change(job, tenant, change))
                .orElseGet(PolicyChangeResult.TenantClosed::new);
    }

    private PolicyChangeResult change(KeycloakSession job, Tenant tenant, PolicyChange change) {
        PolicySource source = new PolicySource(job, tenant);
        AuthPolicy current = source.read();
        AuthPolicy wanted = change.of(current);
        return refusal(job, tenant, source, current, wanted)
                .orElseGet(() -> write(job, source, current, wanted));
    }

    private Optional<PolicyChangeResult> refusal(
            KeycloakSession job,
            Tenant tenant,
            PolicySource source,
            AuthPolicy current,
            AuthPolicy wanted) {
        int length = wanted.amount(Amount.PASSWORD_MIN_LENGTH);
        if (length != current.amount(Amount.PASSWORD_MIN_LENGTH)
                && length > source.longestPassword()) {
            return Optional.of(new PolicyChangeResult.NoPasswordPossible(source.longestPassword()));
        }
        boolean isDemandNew = wanted.is(Switch.MFA_REQUIRED) && !current.is(Switch.MFA_REQUIRED);
        if (isDemandNew && !source.canDemandFactors()) {
            return Optional.of(new PolicyChangeResult.NoStepForDemand());
        }
        WaysIn ways = new WaysIn(job, tenant);
        return ways.lastOfAll(current, wanted)
                .<PolicyChangeResult>map(PolicyChangeResult.NoWayIn::new)
                .or(
                        () ->
                                ways.lastOf(caller.actorId(), current, wanted)
                                        .map(PolicyChangeResult.LocksCallerOut::new));
    }

    private PolicyChangeResult write(
            KeycloakSession job, PolicySource source, AuthPolicy current, AuthPolicy wanted) {
        List<String> changed = names(current, wanted);
        if (!changed.isEmpty()) {
            source.write(current, wanted);
            caller.events().in(job).policyUpdated(changed);
        }
        return new PolicyChangeResult.Changed(wanted);
    }

    private static List<String> names(AuthPolicy current, AuthPolicy wanted) {
        List<String> names = new ArrayList<>();
        for (Switch each : Switch.values()) {
            if (current.is(each) != wanted.is(each)) {
                names.add(each.member());
            }
        }
        for (Amount each : Amount.values()) {
            if (current.amount(each) != wanted.amount(each)) {
                names.add(each.member());
            }
        }
        return names;
    }
}
