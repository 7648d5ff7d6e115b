package io.authrealm.api.service.admission;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Decides whether a user may come in who has proved everything that was asked for. So a client
 * without the right credentials learns nothing from the decision.
 */
public interface Admission {

    /** Lets in everybody who has the credentials. */
    Admission OF_EVERYBODY =
            new Admission() {
                @Override
                public Optional<Denial> denial(UserModel user) {
                    return Optional.empty();
                }

                @Override
                public Optional<Denial> toll(KeycloakSession job) {
                    return Optional.empty();
                }

                @Override
                public void giveBack(KeycloakSession job) {}
            };

    /** Why the user may not come in; nothing if the user may. */
    Optional<Denial> denial(UserModel user);

    /**
     * Takes what coming in costs, as the last thing before it counts, and says why it cannot be
     * taken.
     *
     * @param job in whose transaction it is taken; if that is rolled back, it is given back
     */
    Optional<Denial> toll(KeycloakSession job);

    /**
     * Gives back what {@link #toll} has taken, if the user did not come in after all, although its
     * transaction is committed.
     */
    void giveBack(KeycloakSession job);
}
