package io.authrealm.api.service.optin;

import java.util.List;

/** What came of opting a realm out. */
public sealed interface OptOutResult {

    /** What the pack had made is gone, as far as nothing else needs it. */
    record Undone(List<PartState> parts) implements OptOutResult {}

    /** The realm is gone. */
    record Gone() implements OptOutResult {}
}
