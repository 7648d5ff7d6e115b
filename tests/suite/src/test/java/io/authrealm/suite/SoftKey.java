package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A browser and its authenticator in one: it makes a key, signs with it, and gives what the
 * browser's {@code toJSON()} gives. Everything that it says about itself can be set, so it can lie.
 */
final class SoftKey {

    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int BACKUP_ELIGIBLE = 0x08;
    private static final int BACKED_UP = 0x10;
    private static final int HAS_CREDENTIAL = 0x40;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair pair;
    private byte[] id = random(16);
    private String origin;
    private String rpId;
    private String challenge;
    private String userHandle;
    private long counter;
    private long step = 1;
    private boolean isUserVerified = true;
    private boolean isBackupEligible;
    private boolean isBackedUp;
    private String attestation = "none";
    private byte[] model = new byte[16];

    /**
     * @param origin of the page that uses the key
     */
    SoftKey(String origin) {
        this(origin, newPair());
    }

    private SoftKey(String origin, KeyPair pair) {
        this.origin = origin;
        this.pair = pair;
    }

    /** A clone of the key in its present state. */
    SoftKey copy() {
        SoftKey copy = new SoftKey(origin, pair);
        copy.id = id;
        copy.rpId = rpId;
        copy.challenge = challenge;
        copy.userHandle = userHandle;
        copy.counter = counter;
        copy.step = step;
        copy.isUserVerified = isUserVerified;
        copy.isBackupEligible = isBackupEligible;
        copy.isBackedUp = isBackedUp;
        copy.attestation = attestation;
        copy.model = model;
        return copy;
    }

    /** A key on a page of the server. */
    static SoftKey at(TestRealm realm) {
        return new SoftKey(realm.url().substring(0, realm.url().indexOf("/realms/")));
    }

    SoftKey origin(String other) {
        origin = other;
        return this;
    }

    /** Null for the one in the options. */
    SoftKey rpId(String other) {
        rpId = other;
        return this;
    }

    /** Null for the one in the options. */
    SoftKey challenge(String other) {
        challenge = other;
        return this;
    }

    SoftKey userHandle(String userId) {
        userHandle = handle(userId);
        return this;
    }

    /** What keys know of the user with this id. */
    static String handle(String userId) {
        return base64Url(userId.getBytes(StandardCharsets.UTF_8));
    }

    SoftKey id(byte[] bytes) {
        id = bytes.clone();
        return this;
    }

    String id() {
        return base64Url(id);
    }

    byte[] idBytes() {
        return id.clone();
    }

    /** The counter that the next signature follows. */
    SoftKey counter(long value) {
        counter = value;
        return this;
    }

    /** A key that does not count, like most passkeys. */
    SoftKey withoutCounter() {
        counter = 0;
        step = 0;
        return this;
    }

    SoftKey userVerified(boolean value) {
        isUserVerified = value;
        return this;
    }

    SoftKey backup(boolean isEligible, boolean isCopied) {
        isBackupEligible = isEligible;
        isBackedUp = isCopied;
        return this;
    }

    /** {@code none}, or {@code packed} for one that is signed by the key itself. */
    SoftKey attestation(String format) {
        attestation = format;
        return this;
    }

    /**
     * @param aaguid of the authenticator's model
     */
    SoftKey model(UUID aaguid) {
        model =
                ByteBuffer.allocate(16)
                        .putLong(aaguid.getMostSignificantBits())
                        .putLong(aaguid.getLeastSignificantBits())
                        .array();
        return this;
    }

    /** What {@code navigator.credentials.create} gives for these options. */
    Map<String, Object> create(JsonNode options) {
        if (userHandle == null) {
            userHandle = options.at("/user/id").asText();
        }
        byte[] clientData = clientData("webauthn.create", options);
        byte[] authData =
                authenticatorData(
                        options.at("/rp/id").asText(),
                        HAS_CREDENTIAL,
                        model,
                        new byte[] {(byte) (id.length >> 8), (byte) id.length},
                        id,
                        coseKey());
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("clientDataJSON", base64Url(clientData));
        response.put("attestationObject", base64Url(attestationObject(authData, clientData)));
        response.put("transports", List.of("internal", "hybrid"));
        return credential(response);
    }

    /** What {@code navigator.credentials.get} gives for these options. */
    Map<String, Object> get(JsonNode options) {
        counter += step;
        byte[] clientData = clientData("webauthn.get", options);
        byte[] authData = authenticatorData(options.path("rpId").asText(), 0);
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("clientDataJSON", base64Url(clientData));
        response.put("authenticatorData", base64Url(authData));
        response.put("signature", base64Url(sign(authData, sha256(clientData))));
        response.put("userHandle", userHandle);
        return credential(response);
    }

    /** The fields of Keycloak's page that registers a key. */
    Map<String, String> registrationFields(Map<String, Object> created, String label) {
        Map<?, ?> response = (Map<?, ?>) created.get("response");
        return Map.of(
                "clientDataJSON",
                (String) response.get("clientDataJSON"),
                "attestationObject",
                (String) response.get("attestationObject"),
                "publicKeyCredentialId",
                id(),
                "authenticatorLabel",
                label,
                "transports",
                "internal,hybrid");
    }

    /** The fields of Keycloak's pages that ask for a key. */
    Map<String, String> signInFields(Map<String, Object> signed) {
        Map<?, ?> response = (Map<?, ?>) signed.get("response");
        return Map.of(
                "credentialId", id(),
                "clientDataJSON", (String) response.get("clientDataJSON"),
                "authenticatorData", (String) response.get("authenticatorData"),
                "signature", (String) response.get("signature"),
                "userHandle", userHandle);
    }

    private Map<String, Object> credential(Map<String, Object> response) {
        Map<String, Object> credential = new LinkedHashMap<>();
        credential.put("id", id());
        credential.put("rawId", id());
        credential.put("type", "public-key");
        credential.put("authenticatorAttachment", "platform");
        credential.put("clientExtensionResults", Map.of());
        credential.put("response", response);
        return credential;
    }

    private byte[] clientData(String type, JsonNode options) {
        String signed = challenge == null ? options.path("challenge").asText() : challenge;
        return Answer.JSON
                .createObjectNode()
                .put("type", type)
                .put("challenge", signed)
                .put("origin", origin)
                .put("crossOrigin", false)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authenticatorData(String expectedRpId, int more, byte[]... rest) {
        int flags =
                USER_PRESENT
                        | (isUserVerified ? USER_VERIFIED : 0)
                        | (isBackupEligible ? BACKUP_ELIGIBLE : 0)
                        | (isBackedUp ? BACKED_UP : 0)
                        | more;
        String signed = rpId == null ? expectedRpId : rpId;
        return join(
                sha256(signed.getBytes(StandardCharsets.UTF_8)),
                new byte[] {(byte) flags},
                ByteBuffer.allocate(4).putInt((int) counter).array(),
                join(rest));
    }

    private byte[] attestationObject(byte[] authData, byte[] clientData) {
        byte[] statement =
                attestation.equals("none")
                        ? cborMap()
                        : cborMap(
                                cborText("alg"),
                                new byte[] {0x26},
                                cborText("sig"),
                                cborBytes(sign(authData, sha256(clientData))));
        return cborMap(
                cborText("fmt"), cborText(attestation),
                cborText("attStmt"), statement,
                cborText("authData"), cborBytes(authData));
    }

    /** ES256 on the curve P-256. */
    private byte[] coseKey() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return cborMap(
                new byte[] {0x01}, new byte[] {0x02},
                new byte[] {0x03}, new byte[] {0x26},
                new byte[] {0x20}, new byte[] {0x01},
                new byte[] {0x21}, cborBytes(coordinate(key.getW().getAffineX())),
                new byte[] {0x22}, cborBytes(coordinate(key.getW().getAffineY())));
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, fixed.length);
        System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
        return fixed;
    }

    private static byte[] cborMap(byte[]... keysAndValues) {
        return join(new byte[] {(byte) (0xa0 | keysAndValues.length / 2)}, join(keysAndValues));
    }

    private static byte[] cborText(String shortText) {
        byte[] utf8 = shortText.getBytes(StandardCharsets.UTF_8);
        return join(new byte[] {(byte) (0x60 | utf8.length)}, utf8);
    }

    private static byte[] cborBytes(byte[] bytes) {
        return join(new byte[] {0x59, (byte) (bytes.length >> 8), (byte) bytes.length}, bytes);
    }

    private byte[] sign(byte[]... parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(join(parts));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
