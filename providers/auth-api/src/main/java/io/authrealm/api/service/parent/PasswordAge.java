package io.authrealm.api.service.parent;

import io.authrealm.api.keycloak.ServerTime;
import java.time.Duration;
import java.time.Instant;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * How old a password is, and how old it may become. Nothing follows from it here; the client tells
 * the user.
 *
 * @param changedAt when it was set; for a user without a stored password, when the account was made
 * @param maximum days
 */
public record PasswordAge(Instant changedAt, int maximum) {

    private static final int USUAL_MAXIMUM = 90;

    static PasswordAge of(RealmModel realm, UserModel user) {
        long created = user.getCreatedTimestamp() == null ? 0 : user.getCreatedTimestamp();
        long changed =
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                        .map(CredentialModel::getCreatedDate)
                        .filter(date -> date != null)
                        .findFirst()
                        .orElse(created);
        int ofPolicy = realm.getPasswordPolicy().getDaysToExpirePassword();
        return new PasswordAge(
                Instant.ofEpochMilli(changed), ofPolicy > 0 ? ofPolicy : USUAL_MAXIMUM);
    }

    /** Days until it is too old; zero if it is. */
    public int daysLeft() {
        Duration left =
                Duration.between(ServerTime.now(), changedAt.plus(Duration.ofDays(maximum)));
        long day = Duration.ofDays(1).toMillis();
        return (int) Math.max(0, (left.toMillis() + day - 1) / day);
    }

    public boolean isTooOld() {
        return daysLeft() == 0;
    }
}
