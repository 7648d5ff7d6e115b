package io.authrealm.server;

import io.authrealm.server.CaughtMessage.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of one message. Everything from the message is escaped; its HTML is not in this page but
 * in a frame without scripts.
 */
final class MessagePage {

    /** Which part of the message is shown. */
    enum View {
        HTML("HTML", ""),
        TEXT("Text", "/text"),
        SOURCE("Source", "/source");

        private final String label;
        private final String path;

        View(String label, String path) {
            this.label = label;
            this.path = path;
        }

        private boolean isPartOf(CaughtMessage message) {
            return switch (this) {
                case HTML -> message.html() != null;
                case TEXT -> message.text() != null;
                case SOURCE -> true;
            };
        }
    }

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)]");

    private MessagePage() {}

    /** Date and time in the time zone of this program, which is also that of its reader. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** The view that the link in the list leads to. */
    static View firstView(CaughtMessage message) {
        if (message.html() != null) {
            return View.HTML;
        }
        return message.text() != null ? View.TEXT : View.SOURCE;
    }

    static String of(CaughtMessage message, View view) {
        String subject = message.subject().isEmpty() ? "(no subject)" : message.subject();
        String title = message.kind() == Kind.MAIL ? subject : "Text message";
        return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/page.css">
        </head>
        <body class="message">
        <header>
        <p><a href="/">All messages</a></p>
        <h1 dir="auto">%1$s</h1>
        <dl>
        %2$s</dl>
        %3$s</header>
        <main>
        %4$s
        </main>
        </body>
        </html>
        """
                .formatted(
                        escape(title), facts(message), views(message, view), body(message, view));
    }

    private static String facts(CaughtMessage message) {
        String from = message.from().isEmpty() ? "" : fact("From", message.from());
        return from + fact("To", message.to()) + fact("Sent", time(message.receivedAt()));
    }

    private static String fact(String name, String value) {
        return "<div><dt>%s</dt><dd dir=\"auto\">%s</dd></div>\n".formatted(name, escape(value));
    }

    private static String views(CaughtMessage message, View current) {
        StringBuilder links = new StringBuilder("<nav aria-label=\"Views\">\n");
        for (View view : View.values()) {
            if (view.isPartOf(message)) {
                links.append("<a href=\"%s\"".formatted(path(message, view)))
                        .append(view == current ? " aria-current=\"page\">" : ">")
                        .append(view.label)
                        .append("</a>\n");
            }
        }
        return links.append("</nav>\n").toString();
    }

    private static String path(CaughtMessage message, View view) {
        String path = "/messages/" + message.id();
        return view == firstView(message) ? path : path + view.path;
    }

    private static String body(CaughtMessage message, View view) {
        return switch (view) {
            case HTML ->
                    """
                    <iframe src="/messages/%s/body" title="The mail as HTML" \
                    sandbox="allow-popups allow-popups-to-escape-sandbox" \
                    referrerpolicy="no-referrer"></iframe>"""
                            .formatted(message.id());
            case TEXT ->
                    "<pre dir=\"auto\">"
                            + withLinks(Objects.requireNonNull(message.text()))
                            + "</pre>";
            case SOURCE ->
                    "<pre tabindex=\"0\" aria-label=\"Source\">"
                            + escape(message.sourceText())
                            + "</pre>";
        };
    }

    private static String withLinks(String text) {
        StringBuilder html = new StringBuilder();
        Matcher link = LINK.matcher(text);
        int end = 0;
        while (link.find()) {
            String url = escape(link.group());
            html.append(escape(text.substring(end, link.start())))
                    .append("<a href=\"")
                    .append(url)
                    .append("\" target=\"_blank\" rel=\"noopener noreferrer\">")
                    .append(url)
                    .append("</a>");
            end = link.end();
        }
        return html.append(escape(text.substring(end))).toString();
    }

    /** For text and for values of attributes in double quotes. */
    private static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
