package io.authrealm.server;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Catches the mails and text messages of the local server and shows them on a page, all on this
 * machine and in memory.
 *
 * <p>Mails arrive over SMTP without encryption or a password. Text messages arrive from the pack's
 * webhook sender, with a new secret at each start.
 */
final class MailCatcher implements AutoCloseable {

    private static final int PREFERRED_PORT = 8025;
    private static final int SECRET_BYTES = 32;

    private final SmtpCatcher smtp;
    private final MailSite site;
    private final String smsSecret;

    private MailCatcher(SmtpCatcher smtp, MailSite site, String smsSecret) {
        this.smtp = smtp;
        this.site = site;
        this.smsSecret = smsSecret;
    }

    /**
     * Starts with its page on this port.
     *
     * @param port 0 for a free one
     * @return empty if another program listens on the port
     */
    static Optional<MailCatcher> startOn(int port, InstantSource clock) {
        CaughtMessages messages = new CaughtMessages();
        String secret = randomSecret();
        return MailSite.start(port, messages, new SmsWebhook(secret, clock))
                .map(site -> new MailCatcher(SmtpCatcher.start(messages, clock), site, secret));
    }

    /**
     * Starts with its page on port {@value #PREFERRED_PORT}, or on a free one if that is taken.
     *
     * @param reserved a port that another program is about to take
     */
    static MailCatcher start(int reserved, InstantSource clock) {
        Optional<MailCatcher> preferred =
                reserved == PREFERRED_PORT ? Optional.empty() : startOn(PREFERRED_PORT, clock);
        return preferred
                .or(() -> startOn(0, clock))
                .orElseThrow(() -> new IllegalStateException("no port is free"));
    }

    /** The address of the page, without a slash at the end. */
    String pageUrl() {
        return "http://localhost:" + site.port();
    }

    /** The port for mails on this machine. */
    int smtpPort() {
        return smtp.port();
    }

    /** The address to which the webhook sender posts text messages. */
    String smsUrl() {
        return pageUrl() + "/sms";
    }

    /** The secret with which the webhook sender signs them. */
    String smsSecret() {
        return smsSecret;
    }

    @Override
    public void close() {
        site.close();
        smtp.close();
    }

    private static String randomSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
