package io.authrealm.api.service.optin;

import java.util.List;

/** What came of opting a realm in. */
public sealed interface OptInResult {

    /** Each part is there, was made, would be made, or is in the way. */
    record Looked(List<PartState> parts) implements OptInResult {}

    /**
     * The realm's settings cannot be read, so nothing was made.
     *
     * @param sentence for the admin
     */
    record Unreadable(String sentence) implements OptInResult {}

    /** The realm is gone. */
    record Gone() implements OptInResult {}
}
