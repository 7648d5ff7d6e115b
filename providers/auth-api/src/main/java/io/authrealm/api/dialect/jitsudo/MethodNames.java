package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.service.broker.SignInMethod;

/** What the dialect calls the ways to sign in. */
final class MethodNames {

    private MethodNames() {}

    static String of(SignInMethod method) {
        return switch (method) {
            case LOCAL -> "local";
            case OIDC -> "oidc";
            case SAML -> "saml";
        };
    }
}
