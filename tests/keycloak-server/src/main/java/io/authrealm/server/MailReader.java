package io.authrealm.server;

import io.authrealm.server.CaughtMessage.Kind;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimePartDataSource;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Extracts from a mail what a reader sees: the first text and the first HTML that are not
 * attachments. Of a malformed mail it keeps what could be read, at least the source.
 */
final class MailReader {

    private static final int MAX_DEPTH = 10;
    private static final int MAX_PARTS = 100;
    private static final int MAX_LINE = 500;
    private static final int MAX_RECIPIENTS_SHOWN = 5;

    private final MimeMessage message;
    private @Nullable String text;
    private @Nullable String html;
    private int parts;

    private MailReader(MimeMessage message) {
        this.message = message;
    }

    /**
     * @param recipients the addresses of the delivery, which the headers need not name
     */
    static CaughtMessage read(
            MimeMessage message, Collection<String> recipients, Instant receivedAt) {
        MailReader reader = new MailReader(message);
        reader.readPart(message, 0);
        return new CaughtMessage(
                UUID.randomUUID(),
                Kind.MAIL,
                receivedAt,
                oneLine(shown(recipients)),
                reader.header("From"),
                reader.header("Subject"),
                reader.text,
                reader.html,
                reader.source());
    }

    private static String shown(Collection<String> recipients) {
        String shown =
                recipients.stream()
                        .sorted()
                        .limit(MAX_RECIPIENTS_SHOWN)
                        .collect(Collectors.joining(", "));
        int others = recipients.size() - MAX_RECIPIENTS_SHOWN;
        return others > 0 ? shown + " and " + others + " more" : shown;
    }

    private void readPart(Part part, int depth) {
        if (depth > MAX_DEPTH || ++parts > MAX_PARTS) {
            return;
        }
        try {
            if (part.isMimeType("multipart/*")) {
                MimeMultipart multipart =
                        new MimeMultipart(new MimePartDataSource((MimePart) part));
                for (int i = 0; i < multipart.getCount() && parts < MAX_PARTS; i++) {
                    BodyPart next = multipart.getBodyPart(i);
                    readPart(next, depth + 1);
                }
            } else if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
                return;
            } else if (html == null && part.isMimeType("text/html")) {
                html = content(part);
            } else if (text == null && part.isMimeType("text/plain")) {
                text = content(part);
            }
        } catch (MessagingException | IOException e) {
            // The source shows the original of this part.
        }
    }

    /** Reads the bytes directly: other ways need a registry of types from the class path. */
    private static String content(Part part) throws MessagingException, IOException {
        return new String(part.getInputStream().readAllBytes(), charset(part));
    }

    private static Charset charset(Part part) {
        try {
            String named = new ContentType(part.getContentType()).getParameter("charset");
            return named == null
                    ? StandardCharsets.UTF_8
                    : Charset.forName(MimeUtility.javaCharset(named));
        } catch (MessagingException | IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private String header(String name) {
        try {
            String value = message.getHeader(name, ", ");
            return value == null ? "" : oneLine(decoded(MimeUtility.unfold(value)));
        } catch (MessagingException e) {
            return "";
        }
    }

    private static String decoded(String value) {
        try {
            return MimeUtility.decodeText(value);
        } catch (UnsupportedEncodingException e) {
            return value;
        }
    }

    private byte[] source() {
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        try {
            message.writeTo(source);
        } catch (MessagingException | IOException e) {
            // A truncated mail is shown as far as it goes.
        }
        return source.toByteArray();
    }

    /** Encoded words can contain line breaks. */
    static String oneLine(String value) {
        String line = value.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.length() <= MAX_LINE) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_LINE - 1)) ? MAX_LINE - 1 : MAX_LINE;
        return line.substring(0, end) + "…";
    }
}
