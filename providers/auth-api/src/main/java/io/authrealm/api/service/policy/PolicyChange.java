package io.authrealm.api.service.policy;

import io.authrealm.api.service.policy.AuthPolicy.Amount;
import io.authrealm.api.service.policy.AuthPolicy.Switch;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What a client wants to be different. What it does not name stays as it is.
 *
 * <p>Clients have two names for some switches, and send back what they have read together with what
 * they want. So a switch can be in both sets. The value that it has already is then no wish.
 *
 * @param on what the client names as on
 * @param off what the client names as off
 * @param amounts those that the client names, as it has sent them
 */
public record PolicyChange(Set<Switch> on, Set<Switch> off, Map<Amount, Integer> amounts) {

    /** What {@code current} becomes. */
    AuthPolicy of(AuthPolicy current) {
        Map<Switch, Boolean> switches = new EnumMap<>(Switch.class);
        for (Switch each : Switch.values()) {
            switches.put(each, current.is(each) ? !off.contains(each) : on.contains(each));
        }
        Map<Amount, Integer> wanted = new EnumMap<>(Amount.class);
        for (Amount each : Amount.values()) {
            wanted.put(each, amount(each, current.amount(each)));
        }
        return new AuthPolicy(current.tenantId(), switches, wanted);
    }

    /** An admin may have set a number in the console that is beyond these bounds. */
    private int amount(Amount which, int current) {
        Integer sent = amounts.get(which);
        return sent == null || sent == current ? current : which.clamped(sent);
    }
}
