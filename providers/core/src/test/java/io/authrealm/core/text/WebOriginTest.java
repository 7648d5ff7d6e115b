package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebOriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://a.test, https://a.test",
        "https://a.test/x?y=z, https://a.test",
        "http://localhost:3000/x, http://localhost:3000",
        "https://a.test:8443, https://a.test:8443"
    })
    void originIsTheBeginningOfAnAddress(String address, String origin) {
        assertThat(WebOrigin.of(address)).contains(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/path",
                "//a.test",
                "a.test",
                "javascript:alert(1)",
                "data:text/html,x",
                "ftp://a.test",
                "https:///x",
                "https://user@a.test",
                "https://b.test\\@a.test",
                "https://a.test/#token",
                "https://a.test/\r\nBcc: b@c.test",
                "https://a.test/\"><script>"
            })
    void whatIsNoAddressOfAPageHasNone(String text) {
        assertThat(WebOrigin.of(text)).isEmpty();
    }

    @Test
    void noAddressHasNone() {
        assertThat(WebOrigin.of(null)).isEmpty();
    }
}
