package io.authrealm.api.service.link;

import io.authrealm.api.service.signin.SignInResult;

/** How following a link ends. */
public sealed interface MagicLinkResult {

    /** The link was good; the sign-in ends as any other does. */
    record Followed(SignInResult signIn) implements MagicLinkResult {}

    /** The tenant of the link has switched magic links off. */
    record MethodDisabled() implements MagicLinkResult {}

    record LinkInvalid() implements MagicLinkResult {}

    record LinkUsed() implements MagicLinkResult {}

    record LinkExpired() implements MagicLinkResult {}
}
