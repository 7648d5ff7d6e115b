package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Cookie;
import io.authrealm.api.service.session.HostedSession;
import java.util.Set;

/** The cookies of the dialect. */
final class QeetCookies {

    /** Signs the user out; stands for a session that a browser has. */
    static final String SESSION = "qe_ls";

    /** Proves that a request comes from a page of the tenant. */
    static final String CSRF = "qe_csrf";

    /** All that reach the dialect. */
    static final Set<String> NAMES = Set.of(SESSION, CSRF);

    private QeetCookies() {}

    /** The answer with what the browser is to keep of the session. */
    static Answer remember(Answer answer, HostedSession session) {
        return answer.with(Cookie.ofSecret(SESSION, session.cookie().value(), session.lifetime()));
    }

    /** The answer with which the browser forgets its session. */
    static Answer forget(Answer answer) {
        return answer.with(Cookie.forgotten(SESSION));
    }
}
