package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DomainNameTest {

    @ParameterizedTest
    @CsvSource({
        "acme.example, acme.example",
        "' Acme.EXAMPLE ', acme.example",
        "b\u00fccher.example, xn--bcher-kva.example",
        "B\u00dcCHER.example, xn--bcher-kva.example",
        "XN--BCHER-KVA.example, xn--bcher-kva.example",
        "'', ''"
    })
    void scriptsAndCasesOfOneNameAreTheSame(String written, String normalized) {
        assertThat(DomainName.normalized(written)).isEqualTo(normalized);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", ".", "a_b.example", "a b"})
    void whatIsNoNameStaysSomething(String written) {
        assertThat(DomainName.normalized(written)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 2000})
    void labelsThatAreTooLongAreNoError(int length) {
        String name = "A".repeat(length) + ".example";
        assertThat(DomainName.normalized(name)).isEqualToIgnoringCase(name);
    }
}
