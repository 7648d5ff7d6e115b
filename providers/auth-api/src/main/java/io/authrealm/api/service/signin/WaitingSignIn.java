package io.authrealm.api.service.signin;

import io.authrealm.api.service.signin.Challenges.Challenge;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A sign-in that waited for this request. The request holds it alone until it goes on with it or
 * puts it back.
 *
 * @param token names the challenge
 */
record WaitingSignIn(String token, Challenge challenge, AuthenticationSessionModel authentication) {

    UserModel user() {
        return authentication.getAuthenticatedUser();
    }

    /** The token is a secret. */
    @Override
    public String toString() {
        return "WaitingSignIn[" + challenge.kind() + " of " + challenge.userId() + "]";
    }
}
