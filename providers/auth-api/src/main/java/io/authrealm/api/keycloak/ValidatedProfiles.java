package io.authrealm.api.keycloak;

import io.authrealm.hashing.compat.KeycloakMethod;
import java.util.function.Function;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.UserProfile;

/** Makes users of profiles that have been validated already. */
public final class ValidatedProfiles {

    /** Before 26.6 a profile was validated again, which costs time only. */
    private static final Function<UserProfile, UserModel> CREATE =
            KeycloakMethod.CREATE_VALIDATED.isThere()
                    ? profile -> profile.create(false)
                    : profile -> profile.create();

    private ValidatedProfiles() {}

    public static UserModel create(UserProfile validated) {
        return CREATE.apply(validated);
    }
}
