package io.authrealm.themes;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile names. */
class HostileValuesTest {

    private static final Locale ITALIAN = Locale.ITALIAN;

    private static final List<String> SHOWN_AS_THEY_ARE =
            List.of(
                    "<script>alert(1)</script>",
                    "<a href=\"https://evil.example\">click</a>",
                    "\" onmouseover=\"alert(1)",
                    "' style='display:none",
                    "{0} {1} {2,number} '{0}'",
                    "&amp; &lt;b&gt; &#x3c;i&#x3e;",
                    "</title></style><h1>",
                    "#{1} <#assign x=1> [=x]");

    static Stream<Arguments> shownAsTheyAre() {
        return Stream.of(TestMail.values())
                .flatMap(
                        mail -> SHOWN_AS_THEY_ARE.stream().map(value -> Arguments.of(mail, value)));
    }

    @ParameterizedTest
    @MethodSource("shownAsTheyAre")
    void areShownAsTheyAre(TestMail mail, String value) {
        MailPage ordinary = page(mail, Locale.ENGLISH, MailValues.ORDINARY);
        RenderedMail rendered = mail.render(Locale.ENGLISH, MailValues.all(value));
        MailPage page = MailPage.parse(rendered.html());

        assertThat(page.errors()).isEmpty();
        assertThat(page.structure()).isEqualTo(ordinary.structure());
        assertThat(page.document().body().wholeText()).contains(value);
        assertThat(rendered.text()).contains(value);
        assertThat(rendered.text().lines()).hasSameSizeAs(textLines(mail));
    }

    private static List<String> textLines(TestMail mail) {
        return mail.render(Locale.ENGLISH, MailValues.ORDINARY).text().lines().toList();
    }

    private static MailPage page(TestMail mail, Locale language, MailValues values) {
        return MailPage.parse(mail.render(language, values).html());
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                        List.of("Acme\r\n\r\nYour code: 000000", "Acme Your code: 000000"),
                        List.of("Acme\u2028\u2029\u0085\u000b\u0000x", "Acme x"),
                        List.of("Ac\u202Eem\u202C\u2066x\u2069\u200F", "Acemx"),
                        List.of("${passwordResetSubject}", "$ {passwordResetSubject}"),
                        List.of("😀".repeat(300), "😀".repeat(200) + "…"))
                .flatMap(
                        pair ->
                                Stream.of(TestMail.values())
                                        .map(mail -> Arguments.of(mail, pair.get(0), pair.get(1))));
    }

    @ParameterizedTest
    @MethodSource("changed")
    void loseWhatReachesBeyondThem(TestMail mail, String value, String shown) {
        RenderedMail rendered = mail.render(Locale.ENGLISH, MailValues.all(value));
        MailPage page = MailPage.parse(rendered.html());

        assertThat(page.structure())
                .isEqualTo(page(mail, Locale.ENGLISH, MailValues.ORDINARY).structure());
        assertThat(page.document().body().wholeText()).contains(shown).doesNotContain(value);
        assertThat(rendered.text()).contains(shown).doesNotContain(value);
        assertThat(rendered.text().lines()).hasSameSizeAs(textLines(mail));
    }

    static Stream<Arguments> withoutMarkup() {
        return Stream.of(TestMail.values())
                .filter(mail -> !mail.isOurs())
                .flatMap(
                        mail -> SHOWN_AS_THEY_ARE.stream().map(value -> Arguments.of(mail, value)));
    }

    /** Keycloak's own texts are markup, and its sanitizer allows links. */
    @ParameterizedTest
    @MethodSource("withoutMarkup")
    void addNoMarkupToKeycloaksTexts(TestMail mail, String value) {
        MailPage page = page(mail, ITALIAN, MailValues.all(value));

        assertThat(page.errors()).isEmpty();
        assertThat(page.structure())
                .isEqualTo(page(mail, ITALIAN, MailValues.ORDINARY).structure());
        assertThat(page.document().select("a").eachAttr("href"))
                .allMatch(href -> href.equals(TestMail.LINK));
    }

    /** The server creates the subject, not the theme; its mail library keeps it one header. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Acme\r\nBcc: everyone@example.org",
                "Acme\nBcc: everyone@example.org",
                "Acmé\r\nBcc: everyone@example.org"
            })
    void addNoHeader(String realm) throws MessagingException, IOException {
        RenderedMail rendered =
                TestMail.MAGIC_LINK.render(
                        Locale.ENGLISH,
                        new MailValues(
                                realm, "o", "p", "u", "e@example.org", "e…@example.org", "a"));
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setSubject(
                MimeUtility.encodeText(rendered.subject(), StandardCharsets.UTF_8.name(), null));
        message.setText(rendered.text(), StandardCharsets.UTF_8.name());
        message.saveChanges();

        assertThat(Collections.list(message.getAllHeaderLines()))
                .noneMatch(line -> line.lines().anyMatch(part -> part.startsWith("Bcc")));
    }
}
