package io.authrealm.api.service.factor;

import io.authrealm.core.text.MaskedEmail;
import java.util.Arrays;
import java.util.Optional;

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

    /** The channel of the codes that the factor is; nothing if no channel sends them. */
    public static Optional<CodeChannel> of(SecondFactor factor) {
        return Arrays.stream(values()).filter(channel -> channel.factor == factor).findAny();
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
