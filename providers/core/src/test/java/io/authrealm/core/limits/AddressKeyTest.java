package io.authrealm.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressKeyTest {

    @Test
    void ipv4AddressStandsForItself() {
        assertThat(AddressKey.of("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(AddressKey.of("192.0.2.7")).isNotEqualTo(AddressKey.of("192.0.2.8"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:db8:0:1::",
                "2001:db8:0:1::1",
                "2001:db8:0:1:ffff:ffff:ffff:ffff",
                "2001:0db8:0000:0001:0000:0000:0000:0001",
                "2001:DB8:0:1::A",
                "2001:db8:0:1::192.0.2.7",
                "[2001:db8:0:1::1]",
                "2001:db8:0:1::1%1"
            })
    void everyFormOfAnAddressInOneNetworkHasTheSameKey(String address) {
        assertThat(AddressKey.of(address)).isEqualTo("20010db800000001/64");
    }

    @Test
    void ipv6AddressesOfOtherNetworksHaveOtherKeys() {
        assertThat(AddressKey.of("2001:db8:0:2::1")).isNotEqualTo(AddressKey.of("2001:db8:0:1::1"));
        assertThat(AddressKey.of("::1")).isEqualTo("0000000000000000/64");
    }

    @Test
    void scopeDoesNotSplitANetwork() {
        String key = AddressKey.of("fe80::1");

        assertThat(key).isEqualTo("fe80000000000000/64");
        assertThat(AddressKey.of("fe80::2%0")).isEqualTo(key);
        assertThat(AddressKey.of("fe80::3%7")).isEqualTo(key);
        assertThat(AddressKey.of("fe80::4%nosuchinterface")).isEqualTo(key);
    }

    @Test
    void ipv4AddressInIpv6FormIsTheIpv4Address() {
        assertThat(AddressKey.of("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(AddressKey.of("::FFFF:C000:207")).isEqualTo("192.0.2.7");
    }

    /** A client that can choose the text must not choose its bucket. */
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ":",
                "1::2::3",
                "192.0.2.7:8080",
                "2001:db8",
                "12345::",
                "300.1.1.1",
                "undefined",
                "unknown",
                "_hidden"
            })
    void whatIsNoAddressHasOneKeyTogether(@Nullable String text) {
        assertThat(AddressKey.of(text)).isEqualTo(AddressKey.UNKNOWN);
    }
}
