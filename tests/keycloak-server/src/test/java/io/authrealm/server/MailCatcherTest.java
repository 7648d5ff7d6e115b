package io.authrealm.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailCatcherTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private MailCatcher catcher;

    @BeforeEach
    void start() {
        catcher = MailCatcher.startOn(0, InstantSource.fixed(NOW)).orElseThrow();
    }

    @AfterEach
    void stop() {
        catcher.close();
    }

    @Test
    void mailsAreListedNewestFirst() throws Exception {
        send("ada@acme.example", "First", "one", "<p>one</p>");
        send("bob@acme.example", "Zweite – größer", "two", "<p>two</p>");

        assertThat(rows())
                .extracting(row -> row.get("subject").asText(), row -> row.get("to").asText())
                .containsExactly(
                        tuple("Zweite – größer", "bob@acme.example"),
                        tuple("First", "ada@acme.example"));
        assertThat(rows().get(0).get("time").asText()).isEqualTo(MessagePage.time(NOW));
    }

    @Test
    void listSaysWhetherItHasChanged() throws Exception {
        long empty = list().get("revision").asLong();
        send("ada@acme.example", "First", "one", "<p>one</p>");
        long one = list().get("revision").asLong();

        assertThat(one).isNotEqualTo(empty).isEqualTo(list().get("revision").asLong());
    }

    @Test
    void htmlIsShownInAFrameThatRunsNoScript() throws Exception {
        send("ada@acme.example", "Hello", "text", "<script>alert(1)</script><a href='/x'>go</a>");
        String page = get(pathOfNewest()).body();
        HttpResponse<String> frame = get(pathOfNewest() + "/body");

        assertThat(page)
                .contains("<iframe src=\"" + pathOfNewest() + "/body\"")
                .contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"")
                .doesNotContain("alert(1)");
        assertThat(frame.body()).startsWith("<!doctype html><base target=\"_blank\"><script>");
        assertThat(policy(frame))
                .contains("sandbox allow-popups allow-popups-to-escape-sandbox;")
                .contains("default-src 'none'")
                .contains("frame-ancestors 'self'")
                .doesNotContain("allow-scripts")
                .doesNotContain("script-src");
    }

    @Test
    void contentsOfAMailAreEscaped() throws Exception {
        String hostile = "\"'><script>alert(1)</script>&amp;";
        MimeMessage mail = mail("ada@acme.example", hostile);
        mail.setFrom(new InternetAddress("x@y.example", hostile));
        mail.setText("see https://y.example/?a=1&b=\"><img src=x onerror=alert(2)>.");
        Transport.send(mail);

        String page = get(pathOfNewest()).body();

        assertThat(page)
                .contains("&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;")
                .contains("href=\"https://y.example/?a=1&amp;b=\" target=\"_blank\"")
                .contains("&quot;&gt;&lt;img src=x onerror=alert(2)&gt;.")
                .doesNotContain("<script", "<img");
        assertThat(get(pathOfNewest() + "/source").body()).doesNotContain("<script", "<img");
    }

    @Test
    void lineBreaksInAnEncodedSubjectAreRemoved() throws Exception {
        sendRaw(
                "Subject: =?UTF-8?Q?one=0D=0ABcc:_two=00three?=\r\nFrom: a\r\n\tb <c@d.example>\r\n\r\nx");

        assertThat(newest().get("subject").asText()).isEqualTo("one Bcc: two three");
        assertThat(get(pathOfNewest()).body()).contains("a b &lt;c@d.example&gt;");
    }

    @Test
    void mailInPlainTextIsShownAsText() throws Exception {
        sendRaw(
                "Subject: x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\ngr=FC=DFe\r\n..dots\r\n");

        assertThat(get(pathOfNewest()).body())
                .contains("<pre dir=\"auto\">grüße")
                .contains("\n.dots")
                .doesNotContain("<iframe", ">HTML<");
        assertThat(get(pathOfNewest() + "/body").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/alternative; boundary=\"\"\r\n\r\n--\r\nfind me",
                "Content-Type: multipart/mixed\r\n\r\nfind me",
                "Content-Type: text/html; charset=no-such-charset\r\n\r\nfind me",
                "Content-Type: /;;;==\r\nContent-Transfer-Encoding: nonsense\r\n\r\nfind me",
                "Subject: =?nonsense?Q?x?=\r\n\r\nfind me",
                "no header at all find me"
            })
    void malformedMailIsListedAndItsSourceShown(String mail) throws Exception {
        sendRaw(mail);

        assertThat(rows()).hasSize(1);
        assertThat(get(pathOfNewest()).statusCode()).isEqualTo(200);
        assertThat(get(pathOfNewest() + "/source").body()).contains("find me");
    }

    @ParameterizedTest
    @CsvSource({"9, 200", "11, 404", "2000, 404"})
    void partsAreReadToABoundedDepth(int depth, int status) throws Exception {
        StringBuilder mail = new StringBuilder("Subject: deep\r\n");
        for (int i = 0; i < depth; i++) {
            mail.append(
                    "Content-Type: multipart/mixed; boundary=b%1$d\r\n\r\n--b%1$d\r\n"
                            .formatted(i));
        }
        sendRaw(mail + "Content-Type: text/plain\r\n\r\nx");

        assertThat(newest().get("subject").asText()).isEqualTo("deep");
        assertThat(get(pathOfNewest() + "/text").statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"90, 200", "110, 404"})
    void boundedNumberOfPartsIsRead(int others, int status) throws Exception {
        sendRaw(
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                        + "--b\r\nContent-Type: image/png\r\n\r\nx\r\n".repeat(others)
                        + "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--");

        assertThat(get(pathOfNewest() + "/text").statusCode()).isEqualTo(status);
    }

    @Test
    void attachmentIsNotShownAsTheText() throws Exception {
        MimeBodyPart attached = new MimeBodyPart();
        attached.setText("attached");
        attached.setDisposition("attachment");
        MimeBodyPart text = new MimeBodyPart();
        text.setText("the text");
        MimeMessage mail = mail("ada@acme.example", "x");
        mail.setContent(new MimeMultipart("mixed", attached, text));
        Transport.send(mail);

        assertThat(get(pathOfNewest()).body()).contains(">the text</pre>");
    }

    @Test
    void mailToSeveralIsShownOnce() throws Exception {
        MimeMessage mail = mail("ada@acme.example", "x");
        mail.addRecipients(RecipientType.BCC, "bob@acme.example,carl@acme.example");
        mail.setText("x");
        Transport.send(mail);

        assertThat(rows())
                .extracting(row -> row.get("to").asText())
                .containsExactly("ada@acme.example, bob@acme.example, carl@acme.example");
    }

    @Test
    void only200NewestMailsAreKept() throws Exception {
        try (Wire smtp = smtp()) {
            for (int i = 1; i <= 205; i++) {
                deliver(smtp, "Subject: " + i + "\r\n\r\nx");
            }
        }

        assertThat(rows()).hasSize(200);
        assertThat(rows().get(0).get("subject").asText()).isEqualTo("205");
        assertThat(rows().get(199).get("subject").asText()).isEqualTo("6");
    }

    @Test
    void mailsSentAtTheSameTimeAllArrive() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sent.add(
                        senders.submit(
                                () -> {
                                    for (int n = 0; n < 10; n++) {
                                        sendRaw("Subject: x\r\n\r\nx");
                                    }
                                    return null;
                                }));
            }
            for (Future<?> future : sent) {
                future.get();
            }
        } finally {
            senders.shutdown();
        }

        assertThat(rows()).hasSize(80);
    }

    @Test
    void mailOverTheLimitIsRefusedAndTheNextOneAccepted() throws Exception {
        String line = "x".repeat(998) + "\r\n";
        try (Wire smtp = smtp()) {
            begin(smtp);
            smtp.send("Subject: large\r\n\r\n");
            for (int i = 0; i < SmtpCatcher.MAX_BYTES / line.length() + 1; i++) {
                smtp.send(line);
            }
            smtp.send(".\r\n");
            assertThat(smtp.line()).isNull();
        } catch (IOException e) {
            // The server closed it while this test was still writing, which is just as good.
        }
        sendRaw("Subject: small\r\n\r\nx");

        assertThat(rows()).hasSize(1);
        assertThat(newest().get("subject").asText()).isEqualTo("small");
    }

    @Test
    void truncatedMailIsRefused() throws Exception {
        try (Wire smtp = smtp()) {
            begin(smtp);
            smtp.send("Subject: half\r\n\r\nx");
        }
        sendRaw("Subject: whole\r\n\r\nx");

        assertThat(rows()).extracting(row -> row.get("subject").asText()).containsExactly("whole");
    }

    @Test
    void webPageCannotPostAMail() throws Exception {
        try (Wire smtp = new Wire(catcher.smtpPort())) {
            smtp.send(
                    "POST / HTTP/1.1\r\nHost: localhost\r\n\r\nEHLO x\r\nMAIL FROM:<a@b.example>\r\n");
            assertThat(smtp.line()).startsWith("220");
            assertThat(smtp.line()).startsWith("500");
            assertThat(closed(smtp)).isTrue();
        }
    }

    @Test
    void nothingListensOnTheNetwork() throws Exception {
        Optional<InetAddress> outside =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
                        .findFirst();
        assumeTrue(outside.isPresent(), "this machine has a network");

        for (int port : List.of(pagePort(), catcher.smtpPort())) {
            assertThatThrownBy(() -> new Socket(outside.get(), port).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, evil.example",
        "GET, /messages.json, localhost.evil.example:80",
        "GET, /messages.json, 127.0.0.1.evil.example",
        "GET, /messages.json, localhost:1@evil.example",
        "GET, /messages.json, 10.0.0.1",
        "GET, /page.css, ''",
        "POST, /sms, evil.example",
        "POST, /delete, evil.example"
    })
    void otherHostNamesAreRefused(String method, String path, String host) throws Exception {
        assertThat(statusWithHost(method, path, host)).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:9000", "127.0.0.1:80", "[::1]:8025"})
    void namesOfThisMachineAreAccepted(String host) throws Exception {
        assertThat(statusWithHost("GET", "/", host)).isEqualTo(200);
    }

    @Test
    void everyAnswerHasAPolicyAndIsNotStored() throws Exception {
        send("ada@acme.example", "x", "text", "<p>html</p>");
        String message = pathOfNewest();
        List<String> paths =
                List.of(
                        "/",
                        "/messages.json",
                        "/messages.js",
                        "/page.css",
                        message,
                        message + "/text",
                        message + "/source",
                        message + "/body",
                        "/messages/" + UUID.randomUUID(),
                        "/sms",
                        "/no-such-page");
        for (String path : paths) {
            HttpResponse<String> answer = get(path);
            assertThat(policy(answer)).as(path).contains("default-src 'none'", "base-uri 'none'");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
    }

    @Test
    void pagesUseNothingFromElsewhere() throws Exception {
        for (String path : List.of("/", "/messages.js", "/page.css", "/no-such-page")) {
            assertThat(get(path).body().replace("http://localhost:3000", ""))
                    .doesNotContain("http:", "https:", "url(", "@import", "innerHTML");
        }
    }

    @Test
    void unknownPathsAndMethodsAreRefused() throws Exception {
        assertThat(get("/messages/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(get("/messages/../messages.js/x").statusCode()).isEqualTo(404);
        assertThat(get("/messages/------------------------------------").statusCode())
                .isEqualTo(404);
        assertThat(post("/", "").statusCode()).isEqualTo(404);
        assertThat(call(request("/").method("DELETE", BodyPublishers.noBody())).statusCode())
                .isEqualTo(405);
    }

    @Test
    void buttonDeletesAllMessages() throws Exception {
        send("ada@acme.example", "x", "text", "<p>html</p>");
        String path = pathOfNewest();
        HttpResponse<String> answer =
                call(
                        request("/delete")
                                .header("Origin", catcher.pageUrl())
                                .POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/");
        assertThat(rows()).isEmpty();
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://localhost",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "X-Nothing, x"
    })
    void otherPagesCannotDeleteMessages(String header, String value) throws Exception {
        send("ada@acme.example", "x", "text", "<p>html</p>");
        HttpResponse<String> answer =
                call(request("/delete").header(header, value).POST(BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void signedTextMessageIsListedWithTheMails() throws Exception {
        send("ada@acme.example", "Mail", "text", "<p>html</p>");
        String body = sms("+12015550123", "123456 is your code for <Acme>.", UUID.randomUUID());

        assertThat(postSigned(body, NOW, catcher.smsSecret()).statusCode()).isEqualTo(200);
        assertThat(rows()).hasSize(2);
        assertThat(newest().get("kind").asText()).isEqualTo("text");
        assertThat(newest().get("to").asText()).isEqualTo("+12015550123");
        assertThat(newest().get("subject").asText()).isEqualTo("123456 is your code for <Acme>.");
        assertThat(get(pathOfNewest()).body())
                .contains(">123456 is your code for &lt;Acme&gt;.</pre>");
    }

    @Test
    void textMessageThatIsSentAgainIsListedOnce() throws Exception {
        String body = sms("+12015550123", "123456", UUID.randomUUID());

        assertThat(postSigned(body, NOW, catcher.smsSecret()).statusCode()).isEqualTo(200);
        assertThat(postSigned(body, NOW.plusSeconds(9), catcher.smsSecret()).statusCode())
                .isEqualTo(200);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void textMessageWithoutTheRightSignatureIsRefused() throws Exception {
        String body = sms("+12015550123", "123456", UUID.randomUUID());
        String good = signature(body, NOW, catcher.smsSecret());
        List<String> signatures =
                List.of(
                        signature(body, NOW, "another secret of 32 characters or more"),
                        signature(body + " ", NOW, catcher.smsSecret()),
                        signature(body, NOW.minusSeconds(301), catcher.smsSecret()),
                        signature(body, NOW.plusSeconds(301), catcher.smsSecret()),
                        good.replaceFirst("t=[0-9]+", "t=" + (NOW.getEpochSecond() + 1)),
                        good.replaceFirst("t=[0-9]+", "t=99999999999999999999"),
                        good.replaceFirst("v1=.*", "v1="),
                        good.replaceFirst(",.*", ""),
                        good.toUpperCase(),
                        ",=,",
                        "");

        assertThat(post("/sms", body).statusCode()).isEqualTo(401);
        for (String signature : signatures) {
            HttpResponse<String> answer =
                    call(
                            request("/sms")
                                    .header("X-AuthRealm-Signature", signature)
                                    .POST(BodyPublishers.ofString(body)));
            assertThat(answer.statusCode()).as(signature).isEqualTo(401);
        }
        assertThat(rows()).isEmpty();
    }

    @Test
    void signatureOfFiveMinutesAgoStillCounts() throws Exception {
        String body = sms("+12015550123", "123456", UUID.randomUUID());

        assertThat(postSigned(body, NOW.minusSeconds(300), catcher.smsSecret()).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{\"to\":1,\"text\":\"x\",\"id\":\"7d444840-9dc0-11d1-b245-5ffdce74fad2\"}",
                "{\"to\":\"+12015550123\",\"text\":\"x\",\"id\":\"x\"}",
                "{\"to\":\"+12015550123\",\"id\":\"7d444840-9dc0-11d1-b245-5ffdce74fad2\"}"
            })
    void signedNonsenseIsRefused(String body) throws Exception {
        assertThat(postSigned(body, NOW, catcher.smsSecret()).statusCode()).isEqualTo(400);
        assertThat(rows()).isEmpty();
    }

    @Test
    void largeTextMessageIsRefused() throws Exception {
        String body = sms("+12015550123", "x".repeat(SmsWebhook.MAX_BODY), UUID.randomUUID());

        assertThat(postSigned(body, NOW, catcher.smsSecret()).statusCode()).isEqualTo(413);
    }

    @Test
    void deeplyNestedJsonIsRefused() throws Exception {
        assertThat(postSigned("[".repeat(16_000), NOW, catcher.smsSecret()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void everyStartHasASecretOfItsOwn() {
        try (MailCatcher another = MailCatcher.startOn(0, InstantSource.fixed(NOW)).orElseThrow()) {
            assertThat(another.smsSecret()).hasSize(64).isNotEqualTo(catcher.smsSecret());
        }
    }

    @Test
    void portThatIsTakenIsNotServed() {
        assertThat(MailCatcher.startOn(pagePort(), InstantSource.system())).isEmpty();
    }

    @Test
    void anotherPortServesIfThePreferredOneIsTaken() {
        try (MailCatcher first = MailCatcher.start(0, InstantSource.system());
                MailCatcher second = MailCatcher.start(0, InstantSource.system())) {
            assertThat(second.pageUrl()).isNotEqualTo(first.pageUrl());
        }
    }

    @Test
    void portThatTheServerIsAboutToTakeIsLeftToIt() {
        try (MailCatcher besideServer = MailCatcher.start(8025, InstantSource.system())) {
            assertThat(besideServer.pageUrl()).isNotEqualTo("http://localhost:8025");
        }
    }

    private void send(String to, String subject, String text, String html)
            throws MessagingException {
        MimeBodyPart textPart = new MimeBodyPart();
        textPart.setText(text, "UTF-8");
        MimeBodyPart htmlPart = new MimeBodyPart();
        htmlPart.setText(html, "UTF-8", "html");
        MimeMessage mail = mail(to, subject);
        mail.setContent(new MimeMultipart("alternative", textPart, htmlPart));
        Transport.send(mail);
    }

    private MimeMessage mail(String to, String subject) throws MessagingException {
        Properties settings = new Properties();
        settings.setProperty("mail.smtp.host", "127.0.0.1");
        settings.setProperty("mail.smtp.port", Integer.toString(catcher.smtpPort()));
        MimeMessage mail = new MimeMessage(Session.getInstance(settings));
        mail.setFrom("no-reply@acme.example");
        mail.setRecipients(RecipientType.TO, to);
        mail.setSubject(subject, "UTF-8");
        return mail;
    }

    private Wire smtp() throws IOException {
        Wire smtp = new Wire(catcher.smtpPort());
        assertThat(smtp.reply()).startsWith("220");
        assertThat(smtp.send("EHLO test\r\n").reply()).startsWith("250");
        return smtp;
    }

    private static void begin(Wire smtp) throws IOException {
        assertThat(smtp.send("MAIL FROM:<a@b.example>\r\n").reply()).startsWith("250");
        assertThat(smtp.send("RCPT TO:<c@d.example>\r\n").reply()).startsWith("250");
        assertThat(smtp.send("DATA\r\n").reply()).startsWith("354");
    }

    private static void deliver(Wire smtp, String mail) throws IOException {
        begin(smtp);
        assertThat(smtp.send(mail + "\r\n.\r\n").reply()).startsWith("250");
    }

    private void sendRaw(String mail) throws IOException {
        try (Wire smtp = smtp()) {
            deliver(smtp, mail);
        }
    }

    private static boolean closed(Wire wire) {
        try {
            return wire.line() == null;
        } catch (IOException e) {
            return true;
        }
    }

    private int statusWithHost(String method, String path, String host) throws IOException {
        try (Wire wire = new Wire(pagePort())) {
            wire.send(
                    "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .formatted(method, path, host));
            return Integer.parseInt(wire.line().split(" ")[1]);
        }
    }

    private int pagePort() {
        return URI.create(catcher.pageUrl()).getPort();
    }

    private static String sms(String to, String text, UUID id) {
        return JSON.createObjectNode()
                .put("to", to)
                .put("text", text)
                .put("id", id.toString())
                .toString();
    }

    private HttpResponse<String> postSigned(String body, Instant at, String secret)
            throws Exception {
        return call(
                request("/sms")
                        .header("X-AuthRealm-Signature", signature(body, at, secret))
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String signature(String body, Instant at, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signed = (at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8);
        return "t=%d,v1=%s"
                .formatted(at.getEpochSecond(), HexFormat.of().formatHex(mac.doFinal(signed)));
    }

    private JsonNode list() throws Exception {
        return JSON.readTree(get("/messages.json").body());
    }

    private List<JsonNode> rows() throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        list().get("messages").forEach(rows::add);
        return rows;
    }

    private JsonNode newest() throws Exception {
        return rows().get(0);
    }

    private String pathOfNewest() throws Exception {
        return "/messages/" + newest().get("id").asText();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return call(request(path).GET());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return call(request(path).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(catcher.pageUrl() + path));
    }

    private HttpResponse<String> call(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String policy(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Security-Policy").orElse("");
    }
}
