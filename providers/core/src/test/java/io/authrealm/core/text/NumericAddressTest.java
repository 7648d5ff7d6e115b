package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NumericAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7",
                "8.8.8.8",
                "100.63.0.1",
                "100.128.0.1",
                "172.15.0.1",
                "2001:db8::1",
                "[2001:db8::1]",
                "2001:db8::1%0",
                "::ffff:203.0.113.7"
            })
    void addressesOfTheInternet(String text) {
        assertThat(NumericAddress.of(text)).isPresent().get().matches(NumericAddress::isPublic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.1.1",
                "100.64.0.1",
                "100.127.255.255",
                "0.0.0.0",
                "::1",
                "::",
                "fe80::1%eth0",
                "fd00::1",
                "fc00::1",
                "::ffff:10.0.0.1"
            })
    void addressesThatManyMayHave(String text) {
        assertThat(NumericAddress.of(text))
                .isPresent()
                .get()
                .matches(address -> !NumericAddress.isPublic(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "undefined",
                "unknown",
                "unknown-1",
                "_p1",
                "node5",
                "1",
                "1.2.3",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4:80",
                ":",
                "1::2::3",
                "dead:beef",
                "localhost"
            })
    void otherTextsAreNone(String text) {
        assertThat(NumericAddress.of(text)).isEmpty();
    }

    @Test
    void noTextIsNone() {
        assertThat(NumericAddress.of(null)).isEmpty();
    }
}
