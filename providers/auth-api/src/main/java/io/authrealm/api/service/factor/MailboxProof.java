package io.authrealm.api.service.factor;

import io.authrealm.api.keycloak.LinkedMailbox;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a mailed link has proved: that the user reads the mailbox of the account. A code that goes
 * to the same mailbox proves it once more, so the two together are one factor. It is the mailbox of
 * the link that counts, also if the account has got another address since.
 */
public final class MailboxProof {

    private MailboxProof() {}

    /** Whether the link that the sign-in began with has proved all that this factor would. */
    public static boolean covers(AuthenticationSessionModel authentication, SecondFactor factor) {
        return factor == SecondFactor.MAIL_CODE
                && SignInCodes.asked(authentication, CodeChannel.MAIL)
                        .filter(asked -> covers(authentication, asked))
                        .isPresent();
    }

    static boolean covers(AuthenticationSessionModel authentication, CodeFactor factor) {
        return factor.channel() == CodeChannel.MAIL
                && LinkedMailbox.isIn(authentication, factor.destination());
    }
}
