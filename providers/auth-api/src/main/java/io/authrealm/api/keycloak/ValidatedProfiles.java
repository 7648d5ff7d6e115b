package io.authrealm.api.keycloak;

import io.authrealm.hashing.compat.KeycloakMethod;
import java.util.function.BiFunction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.ValidationException;

/** Creates users from profiles that were validated already. */
public final class ValidatedProfiles {

    private static final BiFunction<KeycloakSession, UserProfile, UserModel> CREATE =
            KeycloakMethod.CREATE_VALIDATED.isThere()
                    ? (session, profile) -> profile.create(false)
                    : ValidatedProfiles::createAndValidate;

    private ValidatedProfiles() {}

    /**
     * Creates a user. The caller has decided that what the profile still objects to does not
     * matter.
     */
    public static UserModel create(KeycloakSession session, UserProfile validated) {
        return CREATE.apply(session, validated);
    }

    /** Before 26.6 the profile is always validated again, and refuses what it objects to. */
    private static UserModel createAndValidate(KeycloakSession session, UserProfile validated) {
        try {
            return validated.create();
        } catch (ValidationException e) {
            UserModel user =
                    session.users()
                            .addUser(
                                    session.getContext().getRealm(),
                                    validated.getAttributes().getFirst(UserModel.USERNAME));
            validated.getAttributes().getWritable().forEach(user::setAttribute);
            return user;
        }
    }
}
