package io.authrealm.api.service.invites;

/**
 * An invite that was just sent.
 *
 * @param token which is in the mail too, and cannot be read again
 */
public record SentInvite(Invite invite, String token) {

    /** Hides the token. */
    @Override
    public String toString() {
        return invite.toString();
    }
}
