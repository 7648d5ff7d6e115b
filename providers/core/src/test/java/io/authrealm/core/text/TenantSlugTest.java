package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TenantSlugTest {

    @ParameterizedTest
    @ValueSource(strings = {"ab", "a1", "0-0", "acme", "acme-corp-2", "xn--acme", "realm-of-acme"})
    void slugOfLettersDigitsAndHyphensIsValid(String slug) {
        assertThat(TenantSlug.isValid(slug)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "-a",
                "a-",
                "Acme",
                "ac me",
                "acme.corp",
                "acme_corp",
                "acme/",
                "../acme",
                "acme\n",
                "\u0430cme",
                "acm\u00e9",
                "\uff41cme",
                "acme\u0000"
            })
    void anythingElseIsNot(String slug) {
        assertThat(TenantSlug.isValid(slug)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "master",
                "admin",
                "realms",
                "resources",
                "v1",
                "jitsudo",
                "tenant-template",
                "acme-realm",
                "0b7cfa4e-7a37-4a5c-9d52-2d9b1a0d6f10"
            })
    void namesOfTheServerAreReserved(String slug) {
        assertThat(TenantSlug.isValid(slug)).isFalse();
    }

    @Test
    void lengthIsBounded() {
        assertThat(TenantSlug.isValid("a".repeat(64))).isTrue();
        assertThat(TenantSlug.isValid("a".repeat(65))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Acme Corp, acme-corp",
        "'  Ac\u00e9me & S\u00f6hne GmbH ', aceme-sohne-gmbh",
        "\uff21\uff23\uff2d\uff25, acme",
        "\u682a\u5f0f\u4f1a\u793e, tenant",
        "!, tenant",
        "x, tenant",
        "master, master-2",
        "The Realm, the-realm-2",
    })
    void nameWithoutASlugGetsOne(String name, String slug) {
        assertThat(TenantSlug.candidates(name).get(0)).isEqualTo(slug);
    }

    @Test
    void furtherSlugsOfANameHaveNumbersAndAreValid() {
        List<String> all = TenantSlug.candidates("w".repeat(200));
        assertThat(all).hasSize(9).doesNotHaveDuplicates().allMatch(TenantSlug::isValid);
        assertThat(all.get(8)).endsWith("-9");
    }
}
