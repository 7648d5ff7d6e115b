package io.authrealm.api.service.broker;

/** How users sign in, as far as a client has to know. */
public enum SignInMethod {
    /** With what this server or a directory stores about them. */
    LOCAL,

    /** By an identity provider that speaks OpenID Connect or something like it. */
    OIDC,

    /** By an identity provider that speaks SAML. */
    SAML;

    private static final String PROVIDER_OF_SAML = "saml";

    /**
     * @param providerId what Keycloak calls the kind of identity provider
     */
    static SignInMethod of(String providerId) {
        return PROVIDER_OF_SAML.equals(providerId) ? SAML : OIDC;
    }
}
