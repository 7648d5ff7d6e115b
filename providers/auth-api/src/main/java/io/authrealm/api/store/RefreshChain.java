package io.authrealm.api.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The refresh tokens of a sign-in, each issued for the one before it. Which of them are good
 * follows from the token that was used last, and from how often it was used. No clock is involved.
 *
 * @param used the id of the token that was used last
 * @param uses how often it was used
 * @param issued the ids of the tokens that were issued for it, the newest last
 * @param version counts the uses of all tokens
 */
public record RefreshChain(String used, int uses, List<String> issued, long version) {

    /** The most that a token can be used again, whatever the realm allows. */
    public static final int MOST_REUSES = 30;

    /** The chain after the first use of any token of a sign-in. */
    public static RefreshChain begin(String tokenId, String issuedId) {
        return new RefreshChain(tokenId, 1, List.of(issuedId), 1);
    }

    /**
     * The chain after the use of a token; nothing if the token must not be used any more.
     *
     * @param maxReuse how often the realm lets a token be used again
     */
    public Optional<RefreshChain> use(String tokenId, int maxReuse, String issuedId) {
        if (issued.contains(tokenId)) {
            return Optional.of(new RefreshChain(tokenId, 1, List.of(issuedId), version + 1));
        }
        if (!used.equals(tokenId) || uses > Math.min(maxReuse, MOST_REUSES)) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(issued);
        all.add(issuedId);
        return Optional.of(new RefreshChain(used, uses + 1, List.copyOf(all), version + 1));
    }

    /** Whether {@link #use} would return a chain. */
    public boolean accepts(String tokenId, int maxReuse) {
        return use(tokenId, maxReuse, "").isPresent();
    }
}
