package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.BrowserContinuation;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Where a browser comes back to if it has to go on with the sign-in, as in an authorization request
 * of OpenID Connect. Members that are null were not sent.
 *
 * @param redirectUri if there is none, a page of the tenant's app
 * @param state comes back unchanged
 * @param codeChallenge of PKCE with S256
 */
public record AppReturn(String redirectUri, String state, String codeChallenge) {

    /** The client cannot take a code. */
    public static final AppReturn NONE = new AppReturn(null, null, null);

    private static final String CALLBACK = "/auth/callback";

    void prepare(
            KeycloakSession session, Tenant tenant, AuthenticationSessionModel authentication) {
        String app = tenant.settings().appUrl();
        String byDefault = app == null ? null : app + CALLBACK;
        new BrowserContinuation(session)
                .prepare(
                        authentication,
                        redirectUri == null ? byDefault : redirectUri,
                        state,
                        codeChallenge);
    }
}
