package io.authrealm.api.dialect.qeet;

import io.authrealm.api.dialect.qeet.PolicyBodies.LoginMethod;
import io.authrealm.api.service.policy.AuthPolicy.Amount;
import io.authrealm.api.service.policy.AuthPolicy.Switch;
import io.authrealm.api.service.policy.PolicyChange;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A change of an auth policy. The console sends all members, and the SDKs some of them by names of
 * their own. Both may send back what they have read.
 */
final class PolicyRequests {

    private static final String LOGIN_METHODS = "allowed_login_methods";

    private static final int MOST_LOGIN_METHODS = 16;

    private static final int LOGIN_METHOD_MAX = 64;

    /** What the SDKs call a switch that has another name too. */
    private static final Map<Switch, String> ALIASES =
            Map.of(
                    Switch.PASSWORD_REQUIRE_NUMBER, "password_require_numbers",
                    Switch.PASSWORD_REQUIRE_SYMBOL, "password_require_symbols");

    private static final String[] KNOWN =
            Stream.of(
                            Stream.of(Switch.values()).map(PolicyBodies::member),
                            Stream.of(Amount.values()).map(PolicyBodies::member),
                            ALIASES.values().stream(),
                            // The last two are in answers, and nobody can change them.
                            Stream.of(LOGIN_METHODS, "tenant_id", "updated_at"))
                    .flatMap(names -> names)
                    .toArray(String[]::new);

    private PolicyRequests() {}

    static PolicyChange parse(JsonFields fields) {
        fields.onlyKnown(KNOWN);
        Set<Switch> on = EnumSet.noneOf(Switch.class);
        Set<Switch> off = EnumSet.noneOf(Switch.class);
        for (Switch each : Switch.values()) {
            add(fields.flagIfSent(PolicyBodies.member(each)), each, on, off);
            if (ALIASES.containsKey(each)) {
                add(fields.flagIfSent(ALIASES.get(each)), each, on, off);
            }
        }
        List<String> methods =
                fields.textList(
                        LOGIN_METHODS, MOST_LOGIN_METHODS, TextRule.required(1, LOGIN_METHOD_MAX));
        if (methods != null) {
            for (LoginMethod each : LoginMethod.values()) {
                add(methods.contains(each.text()), each.way(), on, off);
            }
            if (!methods.stream().allMatch(PolicyRequests::isLoginMethod)) {
                fields.violate(LOGIN_METHODS, "not_allowed");
            }
        }
        Map<Amount, Integer> amounts = new EnumMap<>(Amount.class);
        for (Amount each : Amount.values()) {
            Integer sent = fields.wholeNumber(PolicyBodies.member(each));
            if (sent != null) {
                amounts.put(each, sent);
            }
        }
        return new PolicyChange(on, off, amounts);
    }

    private static void add(Boolean sent, Switch which, Set<Switch> on, Set<Switch> off) {
        if (sent != null) {
            (sent ? on : off).add(which);
        }
    }

    private static boolean isLoginMethod(String text) {
        return Stream.of(LoginMethod.values()).anyMatch(method -> method.text().equals(text));
    }
}
