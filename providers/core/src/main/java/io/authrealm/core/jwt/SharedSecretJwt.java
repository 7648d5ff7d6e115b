package io.authrealm.core.jwt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens with HS256 (RFC 7519). Everybody who can verify one can make one, so nothing but the
 * claims of the app itself may be believed.
 */
public final class SharedSecretJwt {

    /** The shortest secret for HS256, in bytes (RFC 7518, section 3.2). */
    public static final int MIN_SECRET = 32;

    private static final String ALGORITHM = "HS256";
    private static final String MAC = "HmacSHA256";
    private static final String ALG = "alg";
    private static final String KID = "kid";
    private static final int MAX_LENGTH = 16_384;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private SharedSecretJwt() {}

    /**
     * @param keyId names the secret
     */
    public static String sign(String secret, String keyId, Map<String, Object> claims) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(ALG, ALGORITHM);
        header.put("typ", "JWT");
        header.put(KID, keyId);
        String signed = encoded(header) + '.' + encoded(claims);
        return signed + '.' + base64Url(mac(secret, signed));
    }

    /** What names the secret of a token of this kind; nothing of any other text. */
    public static Optional<String> keyId(String token) {
        String[] parts = token.length() > MAX_LENGTH ? new String[0] : token.split("\\.", -1);
        return parts.length == 3
                ? decoded(parts[0])
                        .filter(header -> ALGORITHM.equals(header.get(ALG)))
                        .map(header -> header.get(KID))
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                : Optional.empty();
    }

    /** The claims, if the signature is right. Their times are not looked at. */
    public static Optional<Map<String, Object>> verify(String secret, String token) {
        if (keyId(token).isEmpty()) {
            return Optional.empty();
        }
        int dot = token.lastIndexOf('.');
        String signed = token.substring(0, dot);
        boolean isRight =
                MessageDigest.isEqual(
                        base64Url(mac(secret, signed)).getBytes(StandardCharsets.UTF_8),
                        token.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
        return isRight ? decoded(signed.substring(signed.indexOf('.') + 1)) : Optional.empty();
    }

    private static byte[] mac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), MAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(Map<String, Object> members) {
        try {
            return base64Url(MAPPER.writeValueAsBytes(members));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON", e);
        }
    }

    private static Optional<Map<String, Object>> decoded(String part) {
        try {
            return Optional.ofNullable(
                    MAPPER.readValue(Base64.getUrlDecoder().decode(part), MEMBERS));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
