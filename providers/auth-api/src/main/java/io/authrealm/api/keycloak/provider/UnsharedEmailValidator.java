package io.authrealm.api.keycloak.provider;

import io.authrealm.api.tenant.AddressScope;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.userprofile.UserProfileAttributeValidationContext;
import org.keycloak.userprofile.validator.DuplicateEmailValidator;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidationError;
import org.keycloak.validate.ValidatorConfig;

/**
 * Replaces the rule of Keycloak's user profile that an address must not be taken. To this rule an
 * address that another tenant has is taken too, if addresses are unique among all tenants. So each
 * page and each client reads what it reads about an address that the tenant itself has.
 */
public final class UnsharedEmailValidator extends DuplicateEmailValidator {

    @Override
    public ValidationContext validate(
            Object input, String inputHint, ValidationContext context, ValidatorConfig config) {
        super.validate(input, inputHint, context, config);
        boolean isRefused =
                context.getErrors().stream()
                        .anyMatch(error -> Messages.EMAIL_EXISTS.equals(error.getMessage()));
        if (!isRefused
                && input instanceof List<?> values
                && !values.isEmpty()
                && values.get(0) instanceof String email
                && isTakenElsewhere(email, inputHint, context)) {
            // The status is that of the rule which this one adds to.
            context.addError(
                    new ValidationError(ID, inputHint, Messages.EMAIL_EXISTS)
                            .setStatusCode(Response.Status.CONFLICT));
        }
        return context;
    }

    private static boolean isTakenElsewhere(
            String email, String inputHint, ValidationContext context) {
        UserModel user =
                UserProfileAttributeValidationContext.from(context).getAttributeContext().getUser();
        boolean isNew = user == null || !email.equalsIgnoreCase(user.getFirstAttribute(inputHint));
        KeycloakSession session = context.getSession();
        return isNew
                && !email.isBlank()
                && AddressScope.isTakenElsewhere(session, session.getContext().getRealm(), email);
    }

    /** If two factories have one id, the server takes the one with the higher order. */
    @Override
    public int order() {
        return super.order() + 10;
    }
}
