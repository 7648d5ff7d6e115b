package io.authrealm.api.service.session;

/** What a front end gets by the encrypted id of a session. */
public sealed interface SessionTokensResult {

    record Issued(SessionTokens.WithTokens session) implements SessionTokensResult {}

    /** There is no such session, it has ended, or the encrypted id was used before. */
    record Unknown() implements SessionTokensResult {}

    /** The id was not encrypted with the tenant's key. */
    record NotDecrypted() implements SessionTokensResult {}

    /** The tenant does not give tokens in this way. */
    record SwitchedOff() implements SessionTokensResult {}
}
