package io.authrealm.api.service.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.authrealm.core.limits.TokenBuckets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TenantOptionsTest {

    private static TenantOptions of(Map<String, String> options) {
        return TenantOptions.of(options::get);
    }

    @Test
    void nobodyMakesTenantsByDefault() {
        TenantOptions options = of(Map.of());
        assertThat(options.creators()).isEqualTo(TenantCreators.NOBODY);
        assertThat(options.most()).isEqualTo(1000);
        assertThat(options.retention()).isEqualTo(Duration.ofDays(30));
        assertThat(options.template()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, NOBODY",
        "' Operators ', OPERATORS",
        "everybody, EVERYBODY",
        "'', NOBODY",
    })
    void creatorsAreRead(String option, TenantCreators creators) {
        assertThat(of(Map.of("tenant-creation", option)).creators()).isEqualTo(creators);
    }

    @ParameterizedTest
    @CsvSource({
        "tenant-creation, all",
        "most-tenants, many",
        "most-tenants, -1",
        "tenants-per-address, 0.5",
        "deleted-tenants-retention-days, 99999999999",
        "tenant-template, /no/such/file",
        "personal-tenant-floor-ms, soon",
    })
    void serverDoesNotStartWithAnotherValue(String name, String value) {
        assertThatThrownBy(() -> of(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(value);
    }

    @Test
    void peopleGetTenantsOfTheirOwnOnlyIfTheOperatorWantsThat() {
        assertThat(of(Map.of()).personal().areOn()).isFalse();
        // The email scope is that of the server, which is not shared here.
        assertThatThrownBy(() -> of(Map.of("personal-tenants", "true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("email-scope=server");
    }

    @Test
    void addressMakesAFewTenantsAnHour() {
        TenantCreationRules rules = TenantCreationRules.create(of(Map.of()), new TokenBuckets());
        assertThat(IntStream.range(0, 5).map(i -> rules.take("203.0.113.7"))).containsOnly(0);
        assertThat(rules.take("203.0.113.7")).isBetween(700, 720);
        assertThat(rules.take("203.0.113.8")).isZero();
        // Clients without an address in numbers share the permits of one.
        assertThat(IntStream.range(0, 5).map(i -> rules.take("unknown"))).containsOnly(0);
        assertThat(rules.take("another")).isBetween(700, 720);
        assertThat(rules.take(null)).isPositive();
    }

    @Test
    void limitOfAddressesCanBeSwitchedOff() {
        TenantCreationRules rules =
                TenantCreationRules.create(
                        of(Map.of("tenants-per-address", "0")), new TokenBuckets());
        assertThat(IntStream.range(0, 99).map(i -> rules.take("203.0.113.7"))).containsOnly(0);
    }
}
