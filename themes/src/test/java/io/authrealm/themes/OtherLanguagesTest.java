package io.authrealm.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Users with a language for which the theme has no texts. */
class OtherLanguagesTest {

    static Stream<Arguments> keycloaksMails() {
        return Stream.of(TestMail.values())
                .filter(mail -> !mail.isOurs())
                .flatMap(
                        mail -> Stream.of("it", "nl", "zh-CN").map(tag -> Arguments.of(mail, tag)));
    }

    @ParameterizedTest
    @MethodSource("keycloaksMails")
    void readKeycloaksTextsInTheLayout(TestMail mail, String tag) {
        RenderedMail rendered = mail.render(Locale.forLanguageTag(tag), MailValues.ORDINARY);
        RenderedMail english = mail.render(Locale.ENGLISH, MailValues.ORDINARY);
        MailPage page = MailPage.parse(rendered.html());
        Document document = page.document();

        assertThat(page.errors()).isEmpty();
        assertThat(document.select("html").attr("lang")).isEqualTo(tag);
        assertThat(document.select("h1").text()).isEqualTo(rendered.subject());
        assertThat(document.select(".card")).hasSize(1);
        assertThat(rendered.text()).isNotEqualTo(english.text()).doesNotContain("''", "{0}");
        switch (mail.secret()) {
            case LINK -> {
                assertThat(rendered.text()).contains(TestMail.LINK);
                assertThat(document.select("a").eachAttr("href")).contains(TestMail.LINK);
            }
            case CODE -> {
                assertThat(rendered.text()).contains(TestMail.CODE);
                assertThat(document.body().text()).contains(TestMail.CODE);
            }
            case NONE -> assertThat(document.select("a")).isEmpty();
        }
    }

    @Test
    void readItalianIfKeycloakHasIt() {
        assertThat(TestMail.PASSWORD_RESET.render(Locale.ITALIAN, MailValues.ORDINARY).text())
                .contains("Acme")
                .containsIgnoringCase("password")
                .contains("Questo");
    }

    @ParameterizedTest
    @EnumSource(
            value = TestMail.class,
            names = {"MAGIC_LINK", "VERIFY_EMAIL_CODE", "PASSWORD_CHANGED", "EMAIL_CHANGED"})
    void readAuthRealmsMailsInEnglish(TestMail mail) {
        for (String tag : new String[] {"it", "ar", "he"}) {
            RenderedMail rendered = mail.render(Locale.forLanguageTag(tag), MailValues.ORDINARY);
            Document document = MailPage.parse(rendered.html()).document();

            assertThat(document.select("html").attr("lang")).isEqualTo("en");
            assertThat(document.select("html").attr("dir")).isEqualTo("ltr");
            assertThat(rendered).isEqualTo(mail.render(Locale.ENGLISH, MailValues.ORDINARY));
        }
    }

    @Test
    void readRightToLeftTextFromTheRight() {
        for (String tag : new String[] {"ar", "fa"}) {
            Document document =
                    MailPage.parse(
                                    TestMail.PASSWORD_RESET
                                            .render(Locale.forLanguageTag(tag), MailValues.ORDINARY)
                                            .html())
                            .document();

            assertThat(document.select("html").attr("lang")).isEqualTo(tag);
            assertThat(document.select("html").attr("dir")).isEqualTo("rtl");
        }
    }

    @Test
    void readEnglishFromTheLeftIfTheirLanguageIsMissing() {
        Document document =
                MailPage.parse(
                                TestMail.PASSWORD_RESET
                                        .render(Locale.forLanguageTag("he"), MailValues.ORDINARY)
                                        .html())
                        .document();

        assertThat(document.select("html").attr("lang")).isEqualTo("en");
        assertThat(document.select("html").attr("dir")).isEqualTo("ltr");
    }

    /** Most of the characters are the same, but a Japanese font draws them in the Japanese way. */
    @Test
    void readChineseInNoJapaneseFont() {
        for (String tag : new String[] {"zh-CN", "zh-TW"}) {
            assertThat(
                            TestMail.PASSWORD_RESET
                                    .render(Locale.forLanguageTag(tag), MailValues.ORDINARY)
                                    .html())
                    .doesNotContain("Hiragino", "CJK JP", "Meiryo");
        }
        assertThat(TestMail.PASSWORD_RESET.render(Locale.JAPANESE, MailValues.ORDINARY).html())
                .contains("Hiragino", "CJK JP", "Meiryo");
    }

    @Test
    void readTheirCountrysVariantInTheLanguage() {
        assertThat(TestMail.MAGIC_LINK.render(Locale.forLanguageTag("de-CH"), MailValues.ORDINARY))
                .isEqualTo(TestMail.MAGIC_LINK.render(Locale.GERMAN, MailValues.ORDINARY));
    }

    /** The server's mails that the theme does not change, and those of other extensions. */
    @Test
    void getTheLayoutForTemplatesThatItDoesNotKnow() {
        RenderedMail rendered =
                new MailRenderer("Acme", RealmTexts.NONE)
                        .render(
                                Locale.GERMAN,
                                provider ->
                                        provider.setAttribute("credentialScopeDisplayName", "Card")
                                                .sendVerifiableCredentialOffer(TestMail.LINK, 60));
        MailPage page = MailPage.parse(rendered.html());

        assertThat(page.errors()).isEmpty();
        assertThat(page.document().select("h1").text()).isEqualTo(rendered.subject());
        assertThat(page.document().select(".card a").attr("href")).isEqualTo(TestMail.LINK);
    }
}
