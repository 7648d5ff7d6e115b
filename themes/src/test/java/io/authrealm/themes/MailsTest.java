package io.authrealm.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mail in every language of the theme. */
class MailsTest {

    /** Keys that were not found, and placeholders that were not filled. */
    private static final Pattern UNRESOLVED =
            Pattern.compile(
                    "authrealm[A-Z]\\w+|requiredAction|\\w+(Subject|BodyHtml)\\b|[$#]\\{|\\{\\d|''|<#|</?@");

    static Stream<Arguments> mails() {
        return Stream.of(TestMail.values())
                .flatMap(
                        mail ->
                                MailRenderer.languages().stream()
                                        .map(language -> Arguments.of(mail, language)));
    }

    static Stream<Locale> languages() {
        return MailRenderer.languages().stream();
    }

    @ParameterizedTest
    @MethodSource("mails")
    void resolvesEverything(TestMail mail, Locale language) {
        RenderedMail rendered = mail.render(language, MailValues.ORDINARY);

        assertThat(rendered.subject())
                .isNotBlank()
                .doesNotContainPattern(UNRESOLVED)
                .doesNotContainPattern("[\\r\\n]");
        assertThat(rendered.text()).isNotBlank().doesNotContainPattern(UNRESOLVED);
        assertThat(rendered.html()).doesNotContainPattern(UNRESOLVED);
    }

    @ParameterizedTest
    @MethodSource("mails")
    void isAWellFormedPageThatLoadsNothing(TestMail mail, Locale language) {
        RenderedMail rendered = mail.render(language, MailValues.ORDINARY);
        MailPage page = MailPage.parse(rendered.html());
        Document document = page.document();

        assertThat(page.errors()).isEmpty();
        assertThat(document.select("html").attr("lang")).isEqualTo(language.toLanguageTag());
        assertThat(document.select("html").attr("dir")).isEqualTo("ltr");
        assertThat(document.title()).isNotBlank();
        assertThat(document.select("h1")).hasSize(1);
        assertThat(document.select("table"))
                .isNotEmpty()
                .allMatch(table -> table.attr("role").equals("presentation"));
        assertThat(document.select("script, link, img, iframe, form, object, [src], [onclick]"))
                .isEmpty();
        assertThat(rendered.html()).doesNotContain("url(", "@import", "@font-face");
        // Gmail cuts longer mails off.
        assertThat(rendered.html().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(100_000);
    }

    @ParameterizedTest
    @MethodSource("mails")
    void saysTheSameInBothForms(TestMail mail, Locale language) {
        RenderedMail rendered = mail.render(language, MailValues.ORDINARY);
        Document document = MailPage.parse(rendered.html()).document();

        assertThat(rendered.text().lines().findFirst()).contains(document.select("h1").text());
        for (Element paragraph : document.select("p.text, p.note")) {
            if (paragraph.children().isEmpty()) {
                assertThat(rendered.text().lines()).contains(paragraph.text());
            }
        }
        switch (mail.secret()) {
            case LINK -> {
                assertThat(rendered.text().lines()).contains(TestMail.LINK);
                assertThat(document.select("a").eachAttr("href"))
                        .containsExactly(TestMail.LINK, TestMail.LINK);
                assertThat(document.select("a").eachText())
                        .containsExactlyInAnyOrder(
                                document.select("a.button").text(), TestMail.LINK);
                assertThat(document.select("a.button").text()).isNotEqualTo(TestMail.LINK);
            }
            case CODE -> {
                assertThat(rendered.text().lines()).contains(TestMail.CODE);
                assertThat(document.select(".code")).hasSize(1);
                assertThat(document.select(".code").first().childNodeSize()).isEqualTo(1);
                assertThat(document.select(".code").first().wholeText()).isEqualTo(TestMail.CODE);
                assertThat(document.select("a")).isEmpty();
            }
            case NONE -> {
                assertThat(document.select("a")).isEmpty();
                assertThat(rendered.text()).doesNotContain(TestMail.LINK, TestMail.CODE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void showsTheOldAddressOnlyAPartOfTheNewOne(Locale language) {
        RenderedMail rendered = TestMail.EMAIL_CHANGED.render(language, MailValues.ORDINARY);

        assertThat(rendered.subject()).contains("Acme");
        assertThat(rendered.text())
                .contains(MailValues.ORDINARY.maskedEmail())
                .doesNotContain(MailValues.ORDINARY.newEmail());
        assertThat(rendered.html())
                .contains(MailValues.ORDINARY.maskedEmail())
                .doesNotContain(MailValues.ORDINARY.newEmail());
    }

    @ParameterizedTest
    @MethodSource("mails")
    void isReadableOnLightAndOnDark(TestMail mail, Locale language) {
        MailPage page = MailPage.parse(mail.render(language, MailValues.ORDINARY).html());

        assertThat(page.light()).hasSizeGreaterThan(3).allMatch(text -> text.contrast() >= 4.5);
        assertThat(page.dark()).hasSizeGreaterThan(3).allMatch(text -> text.contrast() >= 4.5);
        assertThat(page.dark().get(0).background()).isNotEqualTo(page.light().get(0).background());
    }
}
