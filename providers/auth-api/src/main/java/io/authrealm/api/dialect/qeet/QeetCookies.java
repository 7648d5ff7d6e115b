package io.authrealm.api.dialect.qeet;

import io.authrealm.api.http.Answer;
import io.authrealm.api.http.Cookie;
import io.authrealm.api.service.session.HostedSession;
import io.authrealm.api.service.signin.SignInResult;
import java.util.Set;

/** The cookies of the dialect. */
final class QeetCookies {

    /** Signs the user out; stands for a session that a browser has. */
    static final String SESSION = "qe_ls";

    /** Proves that a request comes from a page of the tenant. */
    static final String CSRF = "qe_csrf";

    /** Shows that a user trusts the browser. */
    static final String DEVICE = "qe_td";

    /** All that reach the dialect. */
    static final Set<String> NAMES = Set.of(SESSION, CSRF, DEVICE);

    private QeetCookies() {}

    /** The answer with what the browser is to keep of the sign-in. */
    static Answer remember(Answer answer, SignInResult.SessionOpened opened) {
        Answer known = remember(answer, opened.session());
        return opened.device()
                .map(device -> Cookie.ofSecret(DEVICE, device.token(), device.lifetime()))
                .map(known::with)
                .orElse(known);
    }

    /** The answer with what the browser is to keep of the session. */
    static Answer remember(Answer answer, HostedSession session) {
        return answer.with(Cookie.ofSecret(SESSION, session.cookie().value(), session.lifetime()));
    }

    /** The answer with which the browser forgets its session. */
    static Answer forget(Answer answer) {
        return answer.with(Cookie.forgotten(SESSION));
    }
}
