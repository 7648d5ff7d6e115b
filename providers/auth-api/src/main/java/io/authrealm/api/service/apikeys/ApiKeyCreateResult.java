package io.authrealm.api.service.apikeys;

/** The outcome of making an API key. */
public sealed interface ApiKeyCreateResult {

    /**
     * The key was made.
     *
     * @param text the whole key, which is never shown again
     */
    record Created(ApiKey key, String text) implements ApiKeyCreateResult {

        @Override
        public String toString() {
            return "Created";
        }
    }

    /** It would stand for another user than its maker. */
    record OtherUser() implements ApiKeyCreateResult {}

    /** It would reach further, or live longer, than what its maker is allowed to. */
    record BeyondMaker() implements ApiKeyCreateResult {}

    /** Its time would be over already. */
    record ExpiredAlready() implements ApiKeyCreateResult {}

    /**
     * The tenant has as many keys as it can have.
     *
     * @param most how many that is
     */
    record TooMany(int most) implements ApiKeyCreateResult {}

    /** The key by which it would be made has just been revoked. */
    record MakerRevoked() implements ApiKeyCreateResult {}
}
