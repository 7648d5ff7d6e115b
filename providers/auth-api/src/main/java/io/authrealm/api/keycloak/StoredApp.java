package io.authrealm.api.keycloak;

import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.dto.OTPCredentialData;
import org.keycloak.models.credential.dto.OTPSecretData;
import org.keycloak.models.utils.HmacOTP;

/** An authenticator app of a user, as Keycloak stores it. */
public final class StoredApp {

    private static final Set<String> KINDS =
            Set.of(OTPCredentialModel.TOTP, OTPCredentialModel.HOTP);

    /** RFC 4226 has no shorter codes, and Keycloak no longer ones. */
    private static final int FEWEST_DIGITS = 6;

    private static final int MOST_DIGITS = 8;

    /** A code is cut out of any place among so many bytes. */
    private static final int SHORTEST_MAC = 20;

    /** Keycloak knows no codes of this kind, so no code is right. */
    private static final String OF_NO_KIND =
            "{\"subType\":\"none\",\"digits\":8,\"counter\":0,\"period\":30,"
                    + "\"algorithm\":\"HmacSHA1\"}";

    private static final int SECRET_CHARACTERS = 32;

    private StoredApp() {}

    /** Reads a credential; nothing if Keycloak could not check a code with it. */
    public static Optional<OTPCredentialModel> read(CredentialModel credential) {
        return StoredJson.read(credential.getCredentialData(), OTPCredentialData.class)
                .filter(StoredApp::isUsable)
                .flatMap(data -> StoredJson.read(credential.getSecretData(), OTPSecretData.class))
                .map(secret -> OTPCredentialModel.createFromCredentialModel(credential))
                .filter(StoredApp::hasSecret);
    }

    private static boolean isUsable(OTPCredentialData data) {
        boolean isTimed = OTPCredentialModel.TOTP.equals(data.getSubType());
        return data.getSubType() != null
                && KINDS.contains(data.getSubType())
                && data.getDigits() >= FEWEST_DIGITS
                && data.getDigits() <= MOST_DIGITS
                && (!isTimed || data.getPeriod() > 0)
                && isAlgorithm(data.getAlgorithm());
    }

    private static boolean isAlgorithm(String name) {
        try {
            return name != null && Mac.getInstance(name).getMacLength() >= SHORTEST_MAC;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    private static boolean hasSecret(OTPCredentialModel app) {
        if (app.getOTPSecretData().getValue() == null) {
            return false;
        }
        try {
            return app.getDecodedSecret().length > 0;
        } catch (RuntimeException e) {
            // Keycloak has no other word for an encoding that it does not know or cannot read.
            return false;
        }
    }

    /** Makes an app of the credential that has no right code. */
    static void standIn(CredentialModel credential) {
        credential.setCredentialData(OF_NO_KIND);
        credential.setSecretData(
                "{\"value\":\"" + HmacOTP.generateSecret(SECRET_CHARACTERS) + "\"}");
    }
}
