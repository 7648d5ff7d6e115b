package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Access tokens as another service sees them, which has only the published keys. */
final class Jwt {

    private Jwt() {}

    /** Returns the claims; fails if the signature, {@code exp} or {@code nbf} is invalid. */
    static JWTClaimsSet verify(String token, String jwks) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        try {
            processor.setJWSKeySelector(
                    new JWSVerificationKeySelector<>(
                            JWSAlgorithm.ES256, new ImmutableJWKSet<>(JWKSet.parse(jwks))));
            return processor.process(token, null);
        } catch (Exception e) {
            throw new AssertionError("the token does not verify with " + jwks, e);
        }
    }

    static JsonNode header(String token) {
        return part(token, 0);
    }

    static JsonNode payload(String token) {
        return part(token, 1);
    }

    private static JsonNode part(String token, int index) {
        try {
            return Answer.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of a token that a test forges. */
    static String encoded(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
