package io.authrealm.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.theme.PropertiesUtil;

class MessagesTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)");

    /** Words that are the same in several languages. */
    private static final Map<String, Set<String>> SAME_AS_ENGLISH =
            Map.of(
                    "authrealmCredential.webauthn-passwordless", Set.of("de"),
                    "authrealmMailDuration.minute", Set.of("fr"),
                    "authrealmMailDuration.minutes", Set.of("fr"));

    static Stream<Locale> languages() {
        return MailRenderer.languages().stream();
    }

    static Stream<Locale> translations() {
        return languages().filter(language -> !language.equals(Locale.ENGLISH));
    }

    private static Map<String, String> read(String resource) {
        Properties properties = new Properties();
        try (InputStream stream =
                MessagesTest.class.getResourceAsStream("/theme/" + resource + ".properties")) {
            PropertiesUtil.readCharsetAware(properties, stream);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return properties.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                entry -> (String) entry.getKey(),
                                entry -> (String) entry.getValue()));
    }

    private static Map<String, String> messages(Locale language) {
        return read("authrealm/email/messages/messages_" + language);
    }

    private static Set<String> placeholders(String message) {
        return PLACEHOLDER
                .matcher(message)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void canAllBeFormatted(Locale language) {
        messages(language)
                .forEach(
                        (key, message) -> {
                            // A lone apostrophe hides itself and the placeholders after it.
                            assertThat(message.replace("''", "")).as(key).doesNotContain("'");
                            assertThat(message).as(key).isNotBlank().doesNotContain("\n", "\r");
                            assertThat(
                                            new MessageFormat(message, language)
                                                    .format(new Object[] {1, 2}))
                                    .as(key)
                                    .doesNotContain("{");
                        });
    }

    @ParameterizedTest
    @MethodSource("translations")
    void areTranslatedInFull(Locale language) {
        Map<String, String> english = messages(Locale.ENGLISH);
        Map<String, String> translated = messages(language);

        assertThat(translated.keySet()).isEqualTo(english.keySet());
        english.forEach(
                (key, message) -> {
                    assertThat(placeholders(translated.get(key)))
                            .as(key)
                            .isEqualTo(placeholders(message));
                    if (!SAME_AS_ENGLISH
                            .getOrDefault(key, Set.of())
                            .contains(language.toLanguageTag())) {
                        assertThat(translated.get(key)).as(key).isNotEqualTo(message);
                    }
                });
    }

    /** On a phone, a title takes two lines, and a longer word would be cut in the middle. */
    @ParameterizedTest
    @MethodSource("languages")
    void haveTitlesThatAreNotCutAtAHyphen(Locale language) {
        messages(language)
                .forEach(
                        (key, message) -> {
                            if (key.endsWith("Title")) {
                                assertThat(message)
                                        .as(key)
                                        .doesNotContainIgnoringCase("e-mail")
                                        .doesNotContain("palavra-passe");
                            }
                        });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void sayWhichLanguageTheyAre(Locale language) {
        assertThat(messages(language))
                .containsEntry("authrealmMailLanguage", language.toLanguageTag());
    }

    @Test
    void belongToLanguagesThatTheThemeLists() {
        List<String> listed = locales(read("authrealm/email/theme"));

        assertThat(listed)
                .doesNotHaveDuplicates()
                .containsAll(locales(read("base/email/theme")))
                .containsAll(languages().map(Locale::toLanguageTag).toList());
    }

    private static List<String> locales(Map<String, String> theme) {
        return Arrays.asList(theme.get("locales").split(","));
    }
}
