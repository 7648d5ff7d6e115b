package io.authrealm.argon2;

/** One way to compute Argon2. Engines hold no state of a computation and serve many threads. */
public interface Argon2Engine {

    /**
     * {@code vector-512}, {@code vector-256}, {@code scalar}, {@code bouncycastle}, {@code
     * password4j}.
     */
    String name();

    /**
     * Whether this engine supports the computation. Some libraries have no secret, for instance.
     */
    boolean supports(Argon2Parameters parameters, Argon2Input input);

    /**
     * Computes the tag.
     *
     * @param memory working memory that no other thread uses meanwhile; it grows as needed and is
     *     wiped afterwards
     * @return {@code parameters.tagLength()} bytes
     */
    byte[] hash(Argon2Parameters parameters, Argon2Input input, Argon2Memory memory);
}
