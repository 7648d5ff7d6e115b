package io.authrealm.api.service.switching;

import io.authrealm.api.service.signin.SignInResult;

/** How a switch to another tenant ends. */
public sealed interface TenantSwitchResult {

    /** The user has an account there. How its sign-in has ended or what it waits for. */
    record Switched(SignInResult signIn) implements TenantSwitchResult {}

    /**
     * There is no such tenant, it does not take users from this one, or the user has no account
     * there that is to be taken for the same person. Which of these it is, nobody is told.
     */
    record NotMember() implements TenantSwitchResult {}

    /** The user has tried it too often. */
    record Limited(int retryAfterSeconds) implements TenantSwitchResult {}
}
