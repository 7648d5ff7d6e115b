package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailSyntaxTest {

    private static final String LABEL_63 = "b".repeat(63);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.com",
                "ADA@Example.COM",
                "a@b.co",
                "ada+tag@example.com",
                "ada.m.lovelace@mail.example.co.uk",
                "o'hara@example.ie",
                "1815@1815.example",
                "!#$%&'*+/=?^_`{|}~-@example.com",
                "ada@xn--bcher-kva.example",
                "ada@a-b--c.example",
                "b\u00fccher@b\u00fccher.example",
                "\u7528\u6237@\u4f8b\u5b50.\u5e7f\u544a",
                "\ud835\udc1a@example.com",
                "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f@example.com"
            })
    void addressesInCommonUsePass(String address) {
        assertThat(EmailSyntax.isValid(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@",
                "@example.com",
                "ada@",
                "ada@example",
                "ada@@example.com",
                "ada@bob@example.com",
                ".ada@example.com",
                "ada.@example.com",
                "ada..lovelace@example.com",
                "ada@.example.com",
                "ada@example..com",
                "ada@example.com.",
                "ada@-example.com",
                "ada@example-.com",
                "ada@example.-com",
                "ada@example.com-",
                "ada@exa_mple.com",
                "ada@example.c",
                " ada@example.com",
                "ada@example.com ",
                "ada@example.com\n",
                "ada@example.com\r\nBcc: bob@example.com",
                "ada\t@example.com",
                "a da@example.com",
                "ada@exam ple.com",
                "ada\u00a0@example.com",
                "ada\u200b@example.com",
                "ada\u0000@example.com",
                "\ud83dada@example.com",
                "\"ada\"@example.com",
                "\"a b\"@example.com",
                "ada@[127.0.0.1]",
                "ada@[IPv6:2001:db8::1]",
                "Ada <ada@example.com>",
                "<ada@example.com>",
                "ada(home)@example.com",
                "ada,bob@example.com",
                "ada;bob@example.com",
                "ada\\@example.com",
                "mailto:ada@example.com",
                "ada@example.com:25",
                "ada@example.com/path"
            })
    void everythingElseIsRefused(String address) {
        assertThat(EmailSyntax.isValid(address)).isFalse();
    }

    @Test
    void localPartHasUpTo64Characters() {
        assertThat(EmailSyntax.isValid("a".repeat(64) + "@example.com")).isTrue();
        assertThat(EmailSyntax.isValid("a".repeat(65) + "@example.com")).isFalse();
        assertThat(EmailSyntax.isValid("a".repeat(32) + "." + "a".repeat(32) + "@example.com"))
                .isFalse();
    }

    @Test
    void labelHasUpTo63Characters() {
        assertThat(EmailSyntax.isValid("a@" + LABEL_63 + "." + LABEL_63)).isTrue();
        assertThat(EmailSyntax.isValid("a@b" + LABEL_63 + ".com")).isFalse();
        assertThat(EmailSyntax.isValid("a@example.b" + LABEL_63)).isFalse();
    }

    @Test
    void addressHasUpTo254Characters() {
        String domain = String.join(".", LABEL_63, LABEL_63, LABEL_63);

        assertThat(EmailSyntax.isValid("a".repeat(62) + "@" + domain)).isTrue();
        assertThat(EmailSyntax.isValid("a".repeat(63) + "@" + domain)).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void hostileInputIsRefusedAtOnce(String address) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> {
                    for (int i = 0; i < 200; i++) {
                        assertThat(EmailSyntax.isValid(address)).isFalse();
                    }
                });
    }

    static List<String> hostileInputIsRefusedAtOnce() {
        return List.of(
                "a".repeat(100_000),
                "a.".repeat(50_000),
                "a@" + "b".repeat(100_000),
                "a@" + "b.".repeat(50_000),
                "a@" + "b-".repeat(50_000),
                "@".repeat(100_000),
                // Within the bound of length, so that the pattern itself is tested.
                "a.".repeat(32) + "@example.com",
                "a@" + "b-".repeat(126),
                "a@" + "b".repeat(252),
                "a@" + "b.".repeat(126),
                "a@" + ("b".repeat(62) + "-.").repeat(3) + "com");
    }

    @Test
    void normalizedAddressIsTrimmedAndInLowerCase() {
        assertThat(EmailSyntax.normalized(" Ada@Example.COM\n")).isEqualTo("ada@example.com");
        assertThat(EmailSyntax.normalized("TITLE@EXAMPLE.COM")).isEqualTo("title@example.com");
    }

    @Test
    void domainIsThePartAfterTheAtSignInLowerCase() {
        assertThat(EmailSyntax.domain("Ada@Example.COM ")).isEqualTo("example.com");
        assertThat(EmailSyntax.domain("a@b@example.com")).isEqualTo("example.com");
        assertThat(EmailSyntax.domain("ada@")).isEmpty();
    }

    @Test
    void domainIsStoredAsTheDnsHasIt() {
        assertThat(EmailSyntax.normalized("Ren\u00c9@B\u00dcCHER.example"))
                .isEqualTo("ren\u00e9@xn--bcher-kva.example");
        assertThat(EmailSyntax.domain("a@stra\u00dfe.example")).isEqualTo("xn--strae-oqa.example");
        assertThat(EmailSyntax.isSame("a@b\u00fccher.example", "A@xn--bcher-kva.example")).isTrue();
        assertThat(EmailSyntax.isSame("a@stra\u00dfe.example", "a@strasse.example")).isFalse();
        assertThat(EmailSyntax.isSame(null, null)).isFalse();
    }

    @Test
    void accountsAreLookedForInEachForm() {
        String written = "a@b\u00fccher.example";
        String ofDns = "a@xn--bcher-kva.example";
        assertThat(EmailSyntax.forms(" A@example.com")).containsExactly("a@example.com");
        assertThat(EmailSyntax.forms("plain-Name")).containsExactly("plain-name");
        assertThat(EmailSyntax.forms("A@b\u00fccher.EXAMPLE")).containsExactly(written, ofDns);
        assertThat(EmailSyntax.forms(ofDns)).containsExactly(ofDns, written);
        assertThat(EmailSyntax.forms("a@bu\u0308cher.example"))
                .containsExactly("a@bu\u0308cher.example", ofDns, written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@\u00bc.example",
                "a@a\u3164b.x\u3164",
                "a@b.\ufdfa\ufdfa",
                "a@\u0378\u0378.example"
            })
    void domainWithoutAFormInTheDnsIsRefused(String address) {
        assertThat(EmailSyntax.isValid(address)).isFalse();
    }

    @Test
    void lengthsAreThoseOfTheFormInTheDns() {
        assertThat(EmailSyntax.isValid("a@" + "\u00fc".repeat(30) + ".example")).isTrue();
        assertThat(EmailSyntax.isValid("a@" + "\u00fc".repeat(62) + ".example")).isFalse();
    }

    @Test
    void textWithoutAnAtSignHasNoDomain() {
        assertThat(EmailSyntax.domain("example.com")).isEmpty();
        assertThat(EmailSyntax.domain("")).isEmpty();
    }
}
