package io.authrealm.api.service.passkey;

import io.authrealm.api.keycloak.KeyOptions.Descriptor;
import io.authrealm.api.keycloak.RealmMac;
import io.authrealm.core.text.EmailSyntax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Keys that do not exist, for addresses without a passkey. An address has the same ones on each
 * request and each node, and only the server can tell them from real ones.
 */
final class DecoyKeys {

    /** Lengths of the ids of common authenticators. */
    private static final int[] LENGTHS = {16, 20, 32, 32};

    private static final List<String> TRANSPORTS = List.of("hybrid", "internal");

    private DecoyKeys() {}

    static List<Descriptor> of(KeycloakSession session, RealmModel realm, String address) {
        String name = EmailSyntax.normalized(address);
        byte[] choice = mac(session, realm, name, "count");
        int count = 1 + (choice[0] & 1);
        List<Descriptor> decoys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] id = mac(session, realm, name, "id " + i);
            int length = LENGTHS[choice[1 + i] & 3];
            decoys.add(new Descriptor(encode(Arrays.copyOf(id, length)), TRANSPORTS));
        }
        return decoys;
    }

    private static byte[] mac(KeycloakSession session, RealmModel realm, String name, String part) {
        return RealmMac.of(session, realm, "authrealm decoy key|" + part + '|' + name);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
