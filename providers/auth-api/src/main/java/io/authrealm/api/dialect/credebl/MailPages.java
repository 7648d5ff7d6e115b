package io.authrealm.api.dialect.credebl;

import io.authrealm.api.service.link.LinkPage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The pages of the front end to which links in mails lead. */
final class MailPages {

    private MailPages() {}

    /**
     * The address is encoded twice, because the page decodes it twice.
     *
     * @param clientAlias may be null
     */
    static LinkPage verification(String clientAlias) {
        return new LinkPage(
                null,
                clientAlias,
                (app, code, email) ->
                        "/verify-email-success?verificationCode="
                                + code
                                + "&email="
                                + encoded(encoded(email))
                                + "&redirectTo="
                                + encoded(app)
                                + alias(clientAlias));
    }

    /**
     * @param wanted where the client says that the front end is; may be null
     * @param clientAlias may be null
     */
    static LinkPage newPassword(String wanted, String clientAlias) {
        return new LinkPage(
                wanted,
                clientAlias,
                (app, token, email) ->
                        "/reset-password?verificationCode="
                                + token
                                + "&email="
                                + encoded(email)
                                + alias(clientAlias));
    }

    private static String alias(String clientAlias) {
        return clientAlias == null
                ? ""
                : "&clientAlias=" + encoded(clientAlias.trim().toUpperCase(Locale.ROOT));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
