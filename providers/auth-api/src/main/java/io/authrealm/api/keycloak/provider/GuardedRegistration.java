package io.authrealm.api.keycloak.provider;

import io.authrealm.api.service.signin.PasswordUse;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.authentication.forms.RegistrationPage;
import org.keycloak.authentication.forms.RegistrationPassword;
import org.keycloak.events.Errors;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.messages.Messages;

/**
 * Replaces Keycloak's own part of the registration page that takes the password. A realm that takes
 * no passwords at sign-in lets nobody register with one.
 */
public final class GuardedRegistration extends RegistrationPassword {

    @Override
    public void validate(ValidationContext context) {
        if (PasswordUse.isAllowed(context.getRealm())) {
            super.validate(context);
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        form.remove(RegistrationPage.FIELD_PASSWORD);
        form.remove(RegistrationPage.FIELD_PASSWORD_CONFIRM);
        context.error(Errors.NOT_ALLOWED);
        context.validationError(form, List.of(new FormMessage(Messages.REGISTRATION_NOT_ALLOWED)));
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
