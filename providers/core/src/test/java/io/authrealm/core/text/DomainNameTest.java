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
        "bu\u0308cher.example, xn--bcher-kva.example",
        "b\u00fc\u00adcher.example, xn--bcher-kva.example",
        "\uff41\uff43\uff4d\uff45\uff0eexample, acme.example",
        // Not as in 2003: these are domains of their own.
        "stra\u00dfe.example, xn--strae-oqa.example",
        "STRA\u1e9eE.example, xn--strae-oqa.example",
        "strasse.example, strasse.example",
        "\u03bf\u03b4\u03cc\u03c2.example, xn--pxavk3b.example",
        "\u039f\u0394\u038c\u03a3.example, xn--pxavn9a.example",
        "\u0130zmir.example, xn--izmir-7fd.example",
        "d\u0131\u015f.example, xn--d-fka2l.example",
        "co\u013bll\u00b7lecci\u00f3.example, xn--colllecci-3pa97d90a.example",
        "\u4f8b\u3048\u3002\u30c6\u30b9\u30c8, xn--r8jz45g.xn--zckzah",
        "\u13e3\u13b3\u13a9.example, xn--f9dt7l.example",
        "\uabb3\uab83\uab79.example, xn--f9dt7l.example",
        "\ud835\udc1a\u2460.example, a1.example",
        "'', ''"
    })
    void scriptsAndCasesOfOneNameAreTheSame(String written, String normalized) {
        assertThat(DomainName.normalized(written)).isEqualTo(normalized);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--bcher-kva.example",
                "xn--strae-oqa.example",
                "xn--pxavk3b.example",
                "xn--r8jz45g.xn--zckzah",
                "xn--wgv71a119e.example"
            })
    void nameOfTheDnsCanBeReadAndWrittenAgain(String ofDns) {
        String readable = DomainName.readable(ofDns);
        assertThat(readable).doesNotContain("xn--");
        assertThat(DomainName.normalized(readable)).isEqualTo(ofDns);
    }

    /** No name is encoded so, or another text of the same name is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme.example",
                "xn--.example",
                "xn--acme-.example",
                "xn--\u00fc.example",
                "xn--999999999999.example",
                "xn--a-b_.example",
                "xn--zzzzzzzzzzzzzzzzzzzzzzzz.example",
                "xn--strasse-.example"
            })
    void whatIsNotReadableStaysAsItIs(String ofDns) {
        assertThat(DomainName.readable(ofDns)).isEqualTo(ofDns);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\u200db.example", "\u00bc.example", "a\u2260b.example", "\ud800.example"})
    void nameWithACharacterOfNoNameIsNotMapped(String written) {
        assertThat(DomainName.normalized(written)).isEqualTo(written);
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
