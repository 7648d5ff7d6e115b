package io.authrealm.api.service.profile;

import java.util.List;

/** How filling in the user profile ends. */
public sealed interface ProfileFormResult {

    record Updated() implements ProfileFormResult {}

    /** The realm's user profile refuses it; nothing was changed. */
    record Refused(List<Fault> faults) implements ProfileFormResult {}

    /** Another account has the address or the name; nothing was changed. */
    record Taken() implements ProfileFormResult {}

    /** The user belongs to a directory that this server may only read; nothing was changed. */
    record ReadOnly() implements ProfileFormResult {}

    /**
     * A rule of the realm's user profile that an attribute breaks.
     *
     * @param attribute its name in the user profile
     */
    record Fault(String attribute, Rule rule) {}

    /** The rules that clients tell apart. */
    enum Rule {
        REQUIRED,
        TOO_SHORT,
        TOO_LONG,
        EMAIL_SYNTAX,
        ANY_OTHER
    }
}
