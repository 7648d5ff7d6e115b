package io.authrealm.suite;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/** Adds credentials besides the password to the representation of a new user. */
final class SecondFactors {

    private static final String SECURITY_KEY =
            "{\"aaguid\":\"00000000-0000-0000-0000-000000000000\","
                    + "\"credentialId\":\"AAAA\",\"counter\":0,"
                    + "\"credentialPublicKey\":\"AAAA\","
                    + "\"attestationStatementFormat\":\"none\"}";

    private SecondFactors() {}

    /** An authenticator app. */
    static void addTotp(ObjectNode user, String secret) {
        add(
                user,
                "otp",
                "{\"value\":\"" + secret + "\"}",
                "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,"
                        + "\"algorithm\":\"HmacSHA1\"}");
    }

    /** An authenticator app whose codes have a counter, which begins at 0. */
    static void addHotp(ObjectNode user, String secret) {
        add(
                user,
                "otp",
                "{\"value\":\"" + secret + "\"}",
                "{\"subType\":\"hotp\",\"digits\":6,\"counter\":0,\"period\":0,"
                        + "\"algorithm\":\"HmacSHA1\"}");
    }

    /**
     * A security key or a passkey.
     *
     * @param type {@code webauthn} or {@code webauthn-passwordless}
     */
    static void addSecurityKey(ObjectNode user, String type) {
        add(user, type, "{}", SECURITY_KEY);
    }

    /** Recovery codes, of which seven are left. */
    static void addRecoveryCodes(ObjectNode user) {
        add(
                user,
                "recovery-authn-codes",
                "{\"codes\":[{\"number\":11,\"encodedHashedValue\":\"eA==\"}]}",
                "{\"hashIterations\":1,\"algorithm\":\"SHA-512\",\"remaining\":7,\"total\":12}");
    }

    /**
     * An address or a number that gets codes.
     *
     * @param data what the credential says about it
     */
    static void addCode(ObjectNode user, OtpFactors.Channel channel, String data) {
        add(user, channel.type(), "{}", data);
    }

    /** An address or a number that gets codes. */
    static void addCodeTo(ObjectNode user, OtpFactors.Channel channel, String destination) {
        addCode(user, channel, "{\"destination\":\"" + destination + "\"}");
    }

    /** Recovery codes, none of which is used. */
    static void addRecoveryCodes(ObjectNode user, List<String> codes) {
        ObjectNode secret = Answer.JSON.createObjectNode();
        ArrayNode list = secret.putArray("codes");
        for (String code : codes) {
            list.addObject()
                    .put("number", list.size())
                    .put("encodedHashedValue", Base64.getEncoder().encodeToString(sha512(code)));
        }
        add(
                user,
                "recovery-authn-codes",
                secret.toString(),
                "{\"algorithm\":\"SHA-512\",\"remaining\":%1$d,\"total\":%1$d}"
                        .formatted(codes.size()));
    }

    private static byte[] sha512(String text) {
        try {
            return MessageDigest.getInstance("SHA-512")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A factor of any type, with anything that an admin may import. */
    static void add(ObjectNode user, String type, String secret, String data) {
        user.withArray("credentials")
                .addObject()
                .put("type", type)
                .put("secretData", secret)
                .put("credentialData", data);
    }
}
