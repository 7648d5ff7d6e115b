package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.factor.CodeChannel;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;

/** The factory of the step {@value #ID}. */
public final class MailCodeStepFactory implements CodeStepFactory {

    /** The id that a flow's execution names. */
    public static final String ID = "authrealm-mail-code";

    private static final CodeStep STEP = new CodeStep(CodeChannel.MAIL);

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
        return "AuthRealm code by mail";
    }

    @Override
    public String getHelpText() {
        return "Mails a code to the address that the user has added as a second factor, and asks for it.";
    }

    @Override
    public String getReferenceCategory() {
        return CodeChannel.MAIL.factor().type();
    }
}
