package io.authrealm.suite;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Set;

final class TokenVerifier {

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** For example {@code new TokenVerifier("https://id.example.com/realms/acme", "authrealm")}. */
    TokenVerifier(String issuer, String audience) throws MalformedURLException {
        JWKSource<SecurityContext> keys =
                JWKSourceBuilder.create(new URL(issuer + "/protocol/openid-connect/certs")).build();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(
                        audience,
                        new JWTClaimsSet.Builder().issuer(issuer).build(),
                        Set.of("exp", "sub")));
    }

    JWTClaimsSet verify(String token) throws Exception {
        return processor.process(token, null);
    }
}
