package io.authrealm.api.service.factor;

import io.authrealm.api.keycloak.Proof;
import io.authrealm.core.text.EmailSyntax;
import org.keycloak.events.Details;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a mailed link has proved: that the user reads the mailbox of the account. A code that goes
 * to the same mailbox proves it once more, so the two together are one factor.
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
        String account = authentication.getAuthenticatedUser().getEmail();
        return factor.channel() == CodeChannel.MAIL
                && Proof.MAGIC_LINK.name().equals(authentication.getAuthNote(Details.AUTH_TYPE))
                && account != null
                && EmailSyntax.normalized(factor.destination())
                        .equals(EmailSyntax.normalized(account));
    }
}
