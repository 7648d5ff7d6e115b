package io.authrealm.core.text;

/** An address of which only its owner recognizes the whole. */
public final class MaskedEmail {

    private static final String HIDDEN = "***";

    private MaskedEmail() {}

    /**
     * The first character and the domain of an address. An admin can store any text as an address,
     * so it may have no domain.
     */
    public static String of(String email) {
        int at = email.lastIndexOf('@');
        String domain = at < 0 ? "" : email.substring(at);
        int first = at == 0 || email.isEmpty() ? 0 : email.offsetByCodePoints(0, 1);
        return email.substring(0, first) + HIDDEN + domain;
    }
}
