package io.authrealm.api.service.factor;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.store.SessionEnds;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** A user who sets a factor up in a session. */
public record SignedInEnroller(KeycloakSession keycloak, Caller caller) implements Enroller {

    @Override
    public UserModel user() {
        return caller.user();
    }

    @Override
    public UserSessionModel session() {
        return caller.session();
    }

    @Override
    public String binding() {
        return "session:" + caller.sessionId();
    }

    @Override
    public boolean isStillGood() {
        return !new SessionEnds(keycloak).hasEnded(caller.session());
    }

    @Override
    public boolean mayAddFactor() {
        return StepUp.mayAddFactor(caller);
    }

    @Override
    public void proved(SecondFactor factor) {
        StepUp.proved(keycloak, caller, factor);
    }
}
