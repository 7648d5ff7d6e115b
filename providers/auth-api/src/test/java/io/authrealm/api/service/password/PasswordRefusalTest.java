package io.authrealm.api.service.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.api.service.password.PasswordRefusal.Kind;
import io.authrealm.api.service.password.PasswordRefusal.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.policy.PolicyError;

final class PasswordRefusalTest {

    @ParameterizedTest
    @CsvSource({
        "invalidPasswordMinLengthMessage, POLICY_LENGTH, WEAK",
        "invalidPasswordMinUpperCaseCharsMessage, POLICY_UPPERCASE, WEAK",
        "invalidPasswordMinDigitsMessage, POLICY_DIGITS, WEAK",
        "invalidPasswordMinSpecialCharsMessage, POLICY_SYMBOLS, WEAK",
        "invalidPasswordHistoryMessage, POLICY_OTHER, WEAK",
        "noRuleOfKeycloak, POLICY_OTHER, WEAK",
        "authrealmPasswordBreached, BREACHED, BREACHED",
        "authrealmPasswordUnknown, UNKNOWN, UNKNOWN"
    })
    void messageOfThePolicyNamesTheRule(String message, Rule rule, Kind kind) {
        PasswordRefusal refusal = PasswordRefusal.of(new PolicyError(message, 8));

        assertThat(refusal).isEqualTo(new PasswordRefusal(rule, message));
        assertThat(refusal.kind()).isEqualTo(kind);
    }

    @Test
    void onlyAPasswordThatWasNotLookedUpMayPassLater() {
        for (Rule rule : Rule.values()) {
            int seconds = new PasswordRefusal(rule, "").retryAfterSeconds();

            assertThat(seconds > 0).as("%s", rule).isEqualTo(rule == Rule.UNKNOWN);
        }
    }
}
