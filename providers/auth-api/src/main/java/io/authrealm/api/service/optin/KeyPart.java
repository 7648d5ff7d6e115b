package io.authrealm.api.service.optin;

import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.keys.KeyProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.representations.idm.ComponentExportRepresentation;

/** The key by which tokens of the API's client are signed. */
final class KeyPart implements Part {

    static final String NAME = "key";

    /** How a provider of the template says that its keys are for {@link Algorithm#ES256}. */
    private static final String ELLIPTIC = "ecdsa-generated";

    private final Site site;

    KeyPart(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Look look() {
        String algorithm = algorithm();
        boolean isThere =
                site.session()
                        .keys()
                        .getKeysStream(site.realm())
                        .anyMatch(
                                key ->
                                        key.getStatus().isActive()
                                                && KeyUse.SIG.equals(key.getUse())
                                                && algorithm.equals(key.getAlgorithmOrDefault()));
        if (isThere) {
            return new Look.Fits("The realm has an active key for " + algorithm + ".");
        }
        return Algorithm.ES256.equals(algorithm)
                ? new Look.Missing("A key provider for ES256, by which access tokens are signed.")
                : new Look.Clash(
                        "The client %s signs by %s, for which the realm has no active key."
                                .formatted(site.clientId(), algorithm));
    }

    /** That of the client, or of the client that is to be made. */
    private String algorithm() {
        Optional<ClientModel> client = site.client();
        String own =
                client.map(
                                c ->
                                        c.getAttribute(
                                                OIDCConfigAttributes
                                                        .ACCESS_TOKEN_SIGNED_RESPONSE_ALG))
                        .orElse(null);
        if (client.isEmpty()) {
            return site.templateClient()
                    .getAttributes()
                    .get(OIDCConfigAttributes.ACCESS_TOKEN_SIGNED_RESPONSE_ALG);
        }
        if (own != null && !own.isBlank()) {
            return own;
        }
        String ofRealm = site.realm().getDefaultSignatureAlgorithm();
        return ofRealm == null || ofRealm.isBlank() ? Algorithm.RS256 : ofRealm;
    }

    @Override
    public void make() {
        ComponentExportRepresentation wanted =
                site.template().getComponents().getList(KeyProvider.class.getName()).stream()
                        .filter(provider -> ELLIPTIC.equals(provider.getProviderId()))
                        .findFirst()
                        .orElseThrow();
        ComponentModel provider = new ComponentModel();
        provider.setName(wanted.getName());
        provider.setProviderId(wanted.getProviderId());
        provider.setProviderType(KeyProvider.class.getName());
        provider.setParentId(site.realm().getId());
        provider.setConfig(wanted.getConfig());
        site.made().add(NAME, site.realm().addComponentModel(provider).getId());
    }
}
