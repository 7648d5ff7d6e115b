package io.authrealm.api.service.session;

import java.util.List;

/** What a client gets that asks for the sessions of the user whom it names. */
public sealed interface OwnSessionsResult {

    /** Those of the caller. */
    record Listed(List<Sessions.ActiveSession> sessions) implements OwnSessionsResult {}

    /** The caller is somebody else. */
    record NotOwn() implements OwnSessionsResult {}
}
