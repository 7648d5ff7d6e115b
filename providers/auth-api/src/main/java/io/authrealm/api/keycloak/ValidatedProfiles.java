package io.authrealm.api.keycloak;

import io.authrealm.hashing.compat.KeycloakMethod;
import java.util.function.Function;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfile;

/** Creates users from profiles that were validated already. */
public final class ValidatedProfiles {

    /** Before 26.6 the profile is validated again, which only costs time. */
    private static final Function<UserProfile, UserModel> CREATE =
            KeycloakMethod.CREATE_VALIDATED.isThere()
                    ? profile -> profile.create(false)
                    : profile -> profile.create();

    private ValidatedProfiles() {}

    public static UserModel create(UserProfile validated) {
        return CREATE.apply(validated);
    }
}
