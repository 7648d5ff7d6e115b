package io.authrealm.api.service.verification;

/** An address of which only its owner recognizes the whole. */
public final class MaskedEmail {

    private MaskedEmail() {}

    /** The first character and the domain of an address. */
    public static String of(String email) {
        int first = email.offsetByCodePoints(0, 1);
        return email.substring(0, first) + '…' + email.substring(email.lastIndexOf('@'));
    }
}
