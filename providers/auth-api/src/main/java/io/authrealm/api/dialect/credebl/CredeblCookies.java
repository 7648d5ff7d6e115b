package io.authrealm.api.dialect.credebl;

import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Call;
import io.authrealm.api.http.Cookie;
import io.authrealm.api.service.mailbox.MailboxProofResult;
import java.util.Optional;
import java.util.Set;

/** The cookie of the dialect. No token of a user is in it. */
final class CredeblCookies {

    /** Shows that the browser is the one that has followed the link in a mail. */
    private static final String PROOF = "cr_mp";

    /** All that reach the dialect. */
    static final Set<String> NAMES = Set.of(PROOF);

    private CredeblCookies() {}

    static Optional<String> proof(Call call) {
        return call.cookie(PROOF);
    }

    /** The answer with what the browser is to keep of the proof. */
    static Answer remember(Answer answer, MailboxProofResult.Proved proved) {
        return answer.with(Cookie.ofSecret(PROOF, proved.token(), proved.lifetime()));
    }
}
