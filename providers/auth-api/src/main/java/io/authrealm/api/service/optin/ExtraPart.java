package io.authrealm.api.service.optin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a realm gets only if the admin asks for it, because its users would notice. */
public enum ExtraPart {

    /** The pack's own flow for the sign-in, in place of the realm's. */
    FLOW,

    /** The password policies of a new tenant. */
    POLICIES,

    /** The look of pages and mails. */
    THEMES;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(ExtraPart::label).toList();
    }
}
