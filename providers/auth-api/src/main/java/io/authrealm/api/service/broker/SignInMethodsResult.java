package io.authrealm.api.service.broker;

import java.util.Set;

/** How a question for the ways to sign in ends. */
public sealed interface SignInMethodsResult {

    record Found(String tenantId, Set<SignInMethod> methods) implements SignInMethodsResult {}

    /** No open tenant has the domain or the name. */
    record UnknownTenant() implements SignInMethodsResult {}
}
