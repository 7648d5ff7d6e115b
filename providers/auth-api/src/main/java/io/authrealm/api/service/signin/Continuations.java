package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.BrowserContinuation;
import io.authrealm.api.keycloak.RealmIssuer;
import io.authrealm.api.service.signin.Challenges.Kind;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.Sha256;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The pages by which a browser goes on with a sign-in. A page is a single-use object under the hash
 * of its token. It takes the challenge of the sign-in with it, so that the API and the browser
 * cannot both go on.
 */
final class Continuations {

    private static final int LIFETIME_SECONDS = 120;

    private static final int TOKEN_LENGTH = 43;

    private static final String PATH = "/v1/auth/continue/";

    /**
     * A page that was opened.
     *
     * @param account the state of the account that it depends on; empty if the user is not known
     * @param isFlowComplete whether the pages only ask for what the user has to do first
     */
    record Opened(String rootId, String tabId, String account, boolean isFlowComplete) {}

    private final KeycloakSession session;
    private final Tenant tenant;

    Continuations(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /**
     * Makes a page for a sign-in, if the app can be sent a code afterwards.
     *
     * @param account the state of the account that it depends on; empty if the user is not known
     * @param challenge of the sign-in; empty if it has none
     */
    Optional<Continuation> open(
            AuthenticationSessionModel authentication, String account, String challenge) {
        if (!BrowserContinuation.isPrepared(authentication)) {
            return Optional.empty();
        }
        String token = SecretGenerator.getInstance().randomString(TOKEN_LENGTH);
        objects()
                .put(
                        key(token),
                        LIFETIME_SECONDS,
                        Map.of(
                                "realm", tenant.realm().getId(),
                                "root", authentication.getParentSession().getId(),
                                "tab", authentication.getTabId(),
                                "account", account,
                                "challenge", challenge.isEmpty() ? "" : Challenges.key(challenge)));
        return Optional.of(
                new Continuation(
                        RealmIssuer.of(session, tenant.realm()) + PATH + token, LIFETIME_SECONDS));
    }

    /** The realm of a page, for a request at the root; nothing if the page is unknown. */
    static Optional<String> realmOf(KeycloakSession session, String token) {
        return Optional.ofNullable(session.singleUseObjects().get(key(token)))
                .map(notes -> notes.get("realm"));
    }

    /**
     * Opens a page; nothing if it is unknown, was opened, is too old or another tenant's, or if the
     * sign-in has gone on otherwise.
     */
    Optional<Opened> take(String token) {
        return realmOf(session, token)
                .filter(tenant.realm().getId()::equals)
                .map(realm -> objects().remove(key(token)))
                .flatMap(this::open);
    }

    private Optional<Opened> open(Map<String, String> page) {
        String challenge = page.get("challenge");
        return challenge.isEmpty()
                ? Optional.of(opened(page, false))
                : Optional.ofNullable(objects().remove(challenge))
                        .map(taken -> opened(page, Challenges.isOf(Kind.ACTIONS, taken)));
    }

    private static Opened opened(Map<String, String> page, boolean isFlowComplete) {
        return new Opened(page.get("root"), page.get("tab"), page.get("account"), isFlowComplete);
    }

    private SingleUseObjectProvider objects() {
        return session.singleUseObjects();
    }

    private static String key(String token) {
        return "authrealm.continue." + Sha256.hex(token);
    }
}
