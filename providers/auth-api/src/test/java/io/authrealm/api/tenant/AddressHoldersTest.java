package io.authrealm.api.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.api.tenant.AddressHolders.Holder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AddressHoldersTest {

    private static Holder proved(String realm) {
        return new Holder(realm, true, 5);
    }

    private static Holder unproved(String realm, long since) {
        return new Holder(realm, false, since);
    }

    private static String chosen(Holder... holders) {
        return AddressHolders.choose(List.of(holders), "default").orElse("nobody");
    }

    @Test
    void addressWithoutAnAccountStandsForTheDefaultTenant() {
        assertThat(chosen()).isEqualTo("default");
        assertThat(AddressHolders.choose(List.of(), null)).isEmpty();
    }

    @Test
    void onlyHolderIsChosenVerifiedOrNot() {
        assertThat(chosen(proved("acme"))).isEqualTo("acme");
        assertThat(chosen(unproved("acme", 1))).isEqualTo("acme");
    }

    @Test
    void unverifiedOneNeverDisplacesAVerifiedOne() {
        assertThat(chosen(unproved("acme", 1), proved("globex"))).isEqualTo("globex");
        assertThat(chosen(unproved("default", 1), proved("globex"))).isEqualTo("globex");
    }

    @Test
    void severalVerifiedOnesStandForTheDefaultTenantOrNone() {
        assertThat(chosen(proved("acme"), proved("default"))).isEqualTo("default");
        assertThat(chosen(proved("acme"), proved("globex"))).isEqualTo("nobody");
        assertThat(chosen(proved("acme"), unproved("default", 1), proved("globex")))
                .isEqualTo("nobody");
    }

    @Test
    void severalUnverifiedOnesStandForTheDefaultTenantOrTheOldest() {
        assertThat(chosen(unproved("acme", 1), unproved("default", 9))).isEqualTo("default");
        assertThat(chosen(unproved("acme", 2), unproved("globex", 1))).isEqualTo("globex");
    }

    @Test
    void firstOfTwoThatAreEquallyOldIsChosen() {
        assertThat(chosen(unproved("acme", 1), unproved("globex", 1))).isEqualTo("acme");
    }
}
