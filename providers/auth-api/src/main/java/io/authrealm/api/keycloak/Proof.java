package io.authrealm.api.keycloak;

import java.util.Set;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * What has proved who a user is before the flow begins.
 *
 * @param name for {@link org.keycloak.events.Details#AUTH_TYPE} in events
 * @param credentials the types of Keycloak credentials that count as used
 * @param isPasskey whether the steps of a flow that ask for a passkey count as done
 */
public record Proof(String name, Set<String> credentials, boolean isPasskey) {

    private static final String BY_KEY = "passkey";

    /** A link in a mail. It stands for the password. */
    public static final Proof MAGIC_LINK =
            new Proof("magic_link", Set.of(PasswordCredentialModel.TYPE), false);

    /** A password that the user has just chosen. */
    public static final Proof NEW_PASSWORD =
            new Proof("password", Set.of(PasswordCredentialModel.TYPE), false);

    /**
     * A session at another tenant, where the same address is verified. It stands for the password,
     * and proves no more than a link to the address.
     */
    public static final Proof TENANT_SWITCH = new Proof("tenant_switch", Set.of(), false);

    /** A session of another tenant, in which the user has just made this one. */
    public static final Proof TENANT_CREATION = new Proof("tenant_create", Set.of(), false);

    /** A passkey that has verified its user: two factors in one. */
    public static final Proof PASSKEY =
            new Proof(BY_KEY, Set.of(WebAuthnCredentialModel.TYPE_PASSWORDLESS), true);

    /** A passkey that anybody could have used who holds the device: one factor. */
    public static final Proof PASSKEY_OF_ANY_HOLDER = new Proof(BY_KEY, Set.of(), false);

    /** Whether it proves that the user has the mailbox of the account. */
    boolean isOfMailbox() {
        return equals(MAGIC_LINK) || equals(TENANT_SWITCH);
    }
}
