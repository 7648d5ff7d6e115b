package io.authrealm.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.theme.PropertiesUtil;

/** The texts that the pack adds to every theme, in all languages that Keycloak has. */
class PageTextsTest {

    private static final Path FOLDER = Path.of("src/main/resources/theme-resources/messages");

    /** Only admins read them, and only in English. */
    private static final String FOR_ADMINS = "passwordPoliciesHelp.";

    static List<String> languages() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.replaceFirst("messages_(.+)\\.properties", "$1"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(String language) {
        Properties properties = new Properties();
        try (InputStream stream =
                Files.newInputStream(FOLDER.resolve("messages_" + language + ".properties"))) {
            PropertiesUtil.readCharsetAware(properties, stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.stringPropertyNames().stream()
                .filter(key -> !key.startsWith(FOR_ADMINS))
                .collect(Collectors.toMap(key -> key, properties::getProperty));
    }

    @Test
    void areInEachLanguageThatKeycloakHas() throws IOException {
        try (InputStream theme =
                PageTextsTest.class.getResourceAsStream("/theme/base/login/theme.properties")) {
            Properties base = new Properties();
            base.load(theme);
            assertThat(languages().stream().map(language -> language.replace('_', '-')))
                    .containsAll(Set.of(base.getProperty("locales").split(",")));
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    void areTranslatedInFull(String language) {
        Map<String, String> english = texts("en");
        Map<String, String> translated = texts(language);

        assertThat(translated.keySet()).isEqualTo(english.keySet());
        translated.forEach(
                (key, text) -> {
                    assertThat(text).as(key).isNotBlank().doesNotContain("\n", "\r");
                    assertThat(text.contains("{0}"))
                            .as(key)
                            .isEqualTo(english.get(key).contains("{0}"));
                    if (!language.equals("en")) {
                        assertThat(text).as(key).isNotEqualTo(english.get(key));
                    }
                });
    }

    /** A lone apostrophe hides itself and the placeholders after it. */
    @ParameterizedTest
    @MethodSource("languages")
    void canAllBeFormatted(String language) {
        texts(language)
                .forEach(
                        (key, text) -> {
                            assertThat(text.replace("''", "")).as(key).doesNotContain("'");
                            String formatted = new MessageFormat(text).format(new Object[] {"x"});
                            assertThat(formatted).as(key).doesNotContain("{");
                        });
    }
}
