package io.authrealm.api.service.passkey;

import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

/** Keycloak wants each credential of a user to have a name of its own. */
final class KeyLabels {

    /** The longest name of a key, in characters. */
    static final int MAX = 100;

    private KeyLabels() {}

    /**
     * The name itself if no credential of the user has it, else with a number after it.
     *
     * @param exceptId of the credential that is renamed, or null
     */
    static String free(UserModel user, String name, String exceptId) {
        Set<String> taken =
                user.credentialManager()
                        .getStoredCredentialsStream()
                        .filter(credential -> !credential.getId().equals(exceptId))
                        .map(CredentialModel::getUserLabel)
                        .filter(label -> label != null)
                        .collect(Collectors.toSet());
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + ' ' + i;
        }
        return free;
    }
}
