package io.authrealm.api.service.factor;

import io.authrealm.core.text.MaskedEmail;

/** How the code of a second factor reaches its user. */
public enum CodeChannel {
    MAIL(SecondFactor.MAIL_CODE),
    TEXT(SecondFactor.TEXT_CODE);

    private static final String HIDDEN = "***";

    private static final int SHOWN_DIGITS = 3;

    private final SecondFactor factor;

    CodeChannel(SecondFactor factor) {
        this.factor = factor;
    }

    public SecondFactor factor() {
        return factor;
    }

    /**
     * A form of the address or number that its owner recognizes, and that does not tell it to
     * others.
     */
    String masked(String destination) {
        return switch (this) {
            case MAIL -> MaskedEmail.of(destination);
            case TEXT -> HIDDEN + destination.substring(destination.length() - SHOWN_DIGITS);
        };
    }
}
