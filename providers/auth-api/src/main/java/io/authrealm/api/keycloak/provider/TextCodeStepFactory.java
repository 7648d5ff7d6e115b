package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.factor.CodeChannel;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;

/** The factory of the step {@value #ID}. */
public final class TextCodeStepFactory implements CodeStepFactory {

    /** The id that a flow's execution names. */
    public static final String ID = "authrealm-text-code";

    private static final CodeStep STEP = new CodeStep(CodeChannel.TEXT);

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return STEP;
    }

    @Override
    public String getDisplayType() {
        return "AuthRealm code by text message";
    }

    @Override
    public String getHelpText() {
        return "Texts a code to the number that the user has added as a second factor, and asks for it.";
    }

    @Override
    public String getReferenceCategory() {
        return CodeChannel.TEXT.factor().type();
    }
}
