package io.authrealm.api.service.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.api.service.policy.AuthPolicy.Amount;
import io.authrealm.api.service.policy.AuthPolicy.Switch;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyChangeTest {

    private static final AuthPolicy CURRENT =
            policy(
                    Set.of(Switch.PASSWORD_ENABLED, Switch.PASSKEY_ENABLED),
                    Map.of(
                            Amount.PASSWORD_MIN_LENGTH, 200,
                            Amount.MAGIC_LINK_TTL_MINUTES, 1,
                            Amount.SESSION_DURATION_SECONDS, 3_600));

    private static AuthPolicy policy(Set<Switch> on, Map<Amount, Integer> amounts) {
        Map<Switch, Boolean> switches = new EnumMap<>(Switch.class);
        for (Switch each : Switch.values()) {
            switches.put(each, on.contains(each));
        }
        return new AuthPolicy("tenant", switches, amounts);
    }

    private static AuthPolicy changed(
            Set<Switch> on, Set<Switch> off, Map<Amount, Integer> amounts) {
        return new PolicyChange(on, off, amounts).of(CURRENT);
    }

    @Test
    void whatIsNotNamedStays() {
        assertThat(changed(Set.of(), Set.of(), Map.of())).isEqualTo(CURRENT);
    }

    @Test
    void whatIsSentBackStaysEvenBeyondItsBounds() {
        assertThat(
                        changed(
                                Set.of(Switch.PASSWORD_ENABLED, Switch.PASSKEY_ENABLED),
                                Set.of(Switch.MFA_REQUIRED),
                                CURRENT.amounts()))
                .isEqualTo(CURRENT);
    }

    @Test
    void switchesAreSet() {
        AuthPolicy changed =
                changed(Set.of(Switch.MFA_REQUIRED), Set.of(Switch.PASSWORD_ENABLED), Map.of());
        assertThat(changed.is(Switch.MFA_REQUIRED)).isTrue();
        assertThat(changed.is(Switch.PASSWORD_ENABLED)).isFalse();
        assertThat(changed.is(Switch.PASSKEY_ENABLED)).isTrue();
        assertThat(changed.tenantId()).isEqualTo("tenant");
    }

    @Test
    void ofTwoNamesTheNewValueCounts() {
        Set<Switch> both = Set.of(Switch.PASSWORD_ENABLED, Switch.PASSWORD_REQUIRE_NUMBER);
        AuthPolicy changed = changed(both, both, Map.of());
        assertThat(changed.is(Switch.PASSWORD_ENABLED)).isFalse();
        assertThat(changed.is(Switch.PASSWORD_REQUIRE_NUMBER)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PASSWORD_MIN_LENGTH, 7, 8",
        "PASSWORD_MIN_LENGTH, 8, 8",
        "PASSWORD_MIN_LENGTH, 128, 128",
        "PASSWORD_MIN_LENGTH, 129, 128",
        "PASSWORD_MIN_LENGTH, -2147483648, 8",
        "MAGIC_LINK_TTL_MINUTES, 4, 5",
        "MAGIC_LINK_TTL_MINUTES, 2147483647, 1440",
        "SESSION_DURATION_SECONDS, 0, 60",
        "SESSION_DURATION_SECONDS, 315360001, 315360000"
    })
    void amountsStayWithinTheirBounds(Amount amount, int sent, int expected) {
        assertThat(changed(Set.of(), Set.of(), Map.of(amount, sent)).amount(amount))
                .isEqualTo(expected);
    }
}
