package io.authrealm.suite;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real mail server, for the realms of one test class. */
final class Mailbox implements BeforeAllCallback, AfterAllCallback {

    /** A mail as its reader sees it. */
    record Mail(String subject, String from, String text, String html) {

        private static final Pattern TOKEN = Pattern.compile("[?&]token=([A-Za-z0-9_-]+)");
        private static final Pattern CODE = Pattern.compile("(?<!\\S)[0-9]{6}(?!\\S)");

        /** The token in its link. */
        String token() {
            Matcher token = TOKEN.matcher(text);
            if (!token.find()) {
                throw new AssertionError("no link in " + this);
            }
            return token.group(1);
        }

        boolean hasLink() {
            return TOKEN.matcher(text).find();
        }

        boolean hasCode() {
            return CODE.matcher(text).find();
        }

        /** The six separate digits in it. */
        String code() {
            Matcher code = CODE.matcher(text);
            if (!code.find()) {
                throw new AssertionError("no code in " + this);
            }
            return code.group();
        }
    }

    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(20);

    private final int port = freePort();

    private GreenMail server;

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a realm send its mails here. */
    void serve(ObjectNode realm) {
        realm.putObject("smtpServer")
                .put("host", TestServer.hostOfThisProcess())
                .put("port", String.valueOf(port))
                .put("from", "no-reply@authrealm.example");
    }

    void up() {
        server = new GreenMail(new ServerSetup(port, "0.0.0.0", ServerSetup.PROTOCOL_SMTP));
        server.start();
    }

    /** Refuses connections; mails that have arrived are lost. */
    void down() {
        server.stop();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        up();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        down();
    }

    /** The mails to an address so far, oldest first. */
    List<Mail> of(String address) {
        List<Mail> mails = new ArrayList<>();
        try {
            for (MimeMessage message : server.getReceivedMessages()) {
                String to = message.getRecipients(Message.RecipientType.TO)[0].toString();
                if (to.equalsIgnoreCase(address)) {
                    mails.add(read(message));
                }
            }
        } catch (MessagingException | IOException e) {
            throw new AssertionError(e);
        }
        return mails;
    }

    /** The newest mail to an address, once there are {@code number} of them. */
    Mail await(String address, int number) {
        Await.until(number + " mails", ARRIVES_WITHIN, () -> of(address).size() >= number);
        return of(address).get(number - 1);
    }

    /** Requests a link for a new password and returns its token. */
    String resetLink(TestRealm realm, TestUser user) {
        int before = links(user).size();
        realm.api().forgotPassword(user.email()).assertStatus(202);
        return awaitLink(user, before);
    }

    /** Requests a magic link and returns its token. */
    String magicLink(TestRealm realm, TestUser user) {
        int before = links(user).size();
        realm.api().startMagicLink(user.email()).assertStatus(200);
        return awaitLink(user, before);
    }

    /** A notice may come between the links. */
    private String awaitLink(TestUser user, int before) {
        Await.until("a link", ARRIVES_WITHIN, () -> links(user).size() > before);
        return links(user).get(before).token();
    }

    private List<Mail> links(TestUser user) {
        return of(user.email()).stream().filter(Mail::hasLink).toList();
    }

    /** The addresses, in lower case, to which a mail was delivered, regardless of its headers. */
    Set<String> recipients() {
        Set<String> recipients = new TreeSet<>();
        for (GreenMailUser user : server.getUserManager().listUser()) {
            recipients.add(user.getEmail().toLowerCase(Locale.ROOT));
        }
        return recipients;
    }

    /** The names, in lower case, of all headers of mails so far. */
    Set<String> headerNames() {
        Set<String> names = new TreeSet<>();
        try {
            for (MimeMessage message : server.getReceivedMessages()) {
                for (Header header : Collections.list(message.getAllHeaders())) {
                    names.add(header.getName().toLowerCase(Locale.ROOT));
                }
            }
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
        return names;
    }

    private static Mail read(MimeMessage message) throws MessagingException, IOException {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        return new Mail(
                message.getSubject(),
                GreenMailUtil.getAddressList(message.getFrom()),
                body(parts.getBodyPart(0)),
                body(parts.getBodyPart(1)));
    }

    private static String body(BodyPart part) throws MessagingException, IOException {
        return part.getContent().toString();
    }
}
