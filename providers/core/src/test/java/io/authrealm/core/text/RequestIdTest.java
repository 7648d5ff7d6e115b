package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0b8f7c1e-6f6d-4a3c-9a39-0d5c5c8f3f11",
                "host-1/Ab3dE6gH9k-000001",
                "Root=1-67891233-abcdef012345678912345678",
                "req_01:02.03+04@eu"
            })
    void harmlessIdIsKept(String sent) {
        assertThat(RequestId.accept(sent)).isEqualTo(sent);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\n",
                "a\r\nSet-Cookie: b=c",
                "a\tb",
                "a\u0000",
                "a;b",
                "a,b",
                "<script>",
                "\"a\"",
                "${jndi}",
                "%0d%0a",
                "\u001b[31m",
                "r\u00e9q",
                "\u0661"
            })
    void missingOrHarmfulIdIsReplaced(String sent) {
        assertIsNew(RequestId.accept(sent));
    }

    @Test
    void idHasUpTo128Characters() {
        String longest = "a".repeat(128);

        assertThat(RequestId.accept(longest)).isEqualTo(longest);
        assertIsNew(RequestId.accept(longest + "a"));
        assertIsNew(RequestId.accept("a".repeat(100_000)));
    }

    @Test
    void newIdsDiffer() {
        assertThat(RequestId.accept(null)).isNotEqualTo(RequestId.accept(null));
    }

    private static void assertIsNew(String id) {
        assertThat(UUID.fromString(id)).hasToString(id);
    }
}
