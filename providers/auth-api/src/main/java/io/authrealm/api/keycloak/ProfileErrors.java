package io.authrealm.api.keycloak;

import java.util.Set;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.userprofile.ValidationException;

/** The names of errors that Keycloak's user profile reports. */
public final class ProfileErrors {

    /** The errors of the user profile for an address that is taken. */
    public static final Set<String> TAKEN = Set.of(Messages.EMAIL_EXISTS, Messages.USERNAME_EXISTS);

    /**
     * The error of both of Keycloak's rules for the characters of a user name. They do not concern
     * the address of a user who has no other name, since addresses have a rule of their own.
     */
    public static final String CHARACTER_OF_NAME = "error-username-invalid-character";

    private static final String REQUIRED = "error-user-attribute-required";

    private ProfileErrors() {}

    /** Whether the error says that there is no value. */
    public static boolean isMissing(ValidationException.Error error) {
        return REQUIRED.equals(error.getMessage());
    }

    /** Whether users of the realm are asked for what is missing before they can sign in. */
    public static boolean isAskedForLater(RealmModel realm) {
        RequiredActionProviderModel action =
                realm.getRequiredActionProviderByAlias(
                        UserModel.RequiredAction.VERIFY_PROFILE.name());
        return action != null && action.isEnabled();
    }
}
