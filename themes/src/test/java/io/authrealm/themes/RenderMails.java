package io.authrealm.themes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Writes every mail in every language into a folder, to be looked at in a browser:
 *
 * <pre>
 * ./mvnw -P'!suite' -pl themes test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.authrealm.themes.RenderMails -Dexec.args="target/mails '#0f766e'"
 * </pre>
 *
 * Arguments: the folder, and optionally the colour of the brand.
 */
final class RenderMails {

    private RenderMails() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        RealmTexts texts =
                arguments.length > 1
                        ? RealmTexts.english(Map.of("authrealmBrandColor", arguments[1]))
                        : RealmTexts.NONE;
        for (TestMail mail : TestMail.values()) {
            for (Locale language : MailRenderer.languages()) {
                RenderedMail rendered = mail.render(language, MailValues.ORDINARY, texts);
                String name =
                        mail.name().toLowerCase(Locale.ROOT).replace('_', '-')
                                + "."
                                + language.toLanguageTag();
                Files.writeString(folder.resolve(name + ".html"), rendered.html());
                Files.writeString(
                        folder.resolve(name + ".txt"),
                        "Subject: " + rendered.subject() + "\n\n" + rendered.text());
            }
        }
    }
}
