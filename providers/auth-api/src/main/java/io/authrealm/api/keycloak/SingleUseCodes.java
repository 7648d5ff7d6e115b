package io.authrealm.api.keycloak;

import java.util.stream.Stream;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.models.KeycloakSessionFactory;

/** What makes checks of codes that accept each code once. */
public interface SingleUseCodes {

    /**
     * Whether this server makes such checks for all codes of Keycloak's own. Another extension may
     * replace the same providers.
     */
    @SuppressWarnings("rawtypes") // Keycloak names the SPI without its type of credential.
    static boolean areInPlace(KeycloakSessionFactory factory) {
        return Stream.of("keycloak-otp", "keycloak-recovery-authn-codes")
                .map(id -> factory.getProviderFactory(CredentialProvider.class, id))
                // A feature that is off has no provider.
                .allMatch(found -> found == null || found instanceof SingleUseCodes);
    }
}
