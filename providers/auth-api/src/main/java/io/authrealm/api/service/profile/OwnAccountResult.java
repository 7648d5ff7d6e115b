package io.authrealm.api.service.profile;

/** What users get who ask for their own account. */
public sealed interface OwnAccountResult {

    record Found(OwnAccount account) implements OwnAccountResult {}

    /** The user has the tenant's role of holders, who have no profile. */
    record OfHolder() implements OwnAccountResult {}
}
