package io.authrealm.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefreshChainTest {

    private static final RefreshChain FIRST_USED = RefreshChain.begin("first", "second");

    private static RefreshChain used(RefreshChain chain, String token, int maxReuse, String made) {
        return chain.use(token, maxReuse, made).orElseThrow();
    }

    @Test
    void tokenIsUsedOnce() {
        assertThat(FIRST_USED.use("first", 0, "other")).isEmpty();
        assertThat(FIRST_USED.accepts("first", 0)).isFalse();
    }

    @Test
    void tokenThatWasMadeForItIsGoodThen() {
        assertThat(FIRST_USED.accepts("second", 0)).isTrue();
        RefreshChain secondUsed = used(FIRST_USED, "second", 0, "third");
        assertThat(secondUsed.accepts("second", 0)).isFalse();
        assertThat(secondUsed.accepts("third", 0)).isTrue();
    }

    @Test
    void tokenBeforeTheLastIsNoneOfTheChain() {
        RefreshChain secondUsed = used(FIRST_USED, "second", 0, "third");
        assertThat(secondUsed.accepts("first", 5)).isFalse();
        assertThat(secondUsed.accepts("unknown", 5)).isFalse();
    }

    @Test
    void realmLetsTokenBeUsedAgainAsOftenAsItSays() {
        RefreshChain twice = used(FIRST_USED, "first", 2, "second b");
        RefreshChain thrice = used(twice, "first", 2, "second c");
        assertThat(thrice.use("first", 2, "second d")).isEmpty();
    }

    @Test
    void eachTokenThatWasMadeForTheLastOneIsGoodUntilOneOfThemIsUsed() {
        RefreshChain twice = used(FIRST_USED, "first", 1, "second b");
        assertThat(twice.accepts("second", 1)).isTrue();
        assertThat(twice.accepts("second b", 1)).isTrue();
        RefreshChain secondUsed = used(twice, "second b", 1, "third");
        assertThat(secondUsed.accepts("second", 1)).isFalse();
        assertThat(secondUsed.accepts("second b", 1)).isTrue();
    }

    @Test
    void reuseHasAnEndWhateverTheRealmAllows() {
        RefreshChain chain = FIRST_USED;
        int reuses = 0;
        Optional<RefreshChain> next = chain.use("first", 1_000_000, "made " + reuses);
        while (next.isPresent()) {
            chain = next.get();
            next = chain.use("first", 1_000_000, "made " + ++reuses);
        }
        assertThat(reuses).isEqualTo(RefreshChain.MOST_REUSES);
    }

    @Test
    void everyUseIsAnotherVersion() {
        assertThat(FIRST_USED.version()).isEqualTo(1);
        assertThat(used(FIRST_USED, "first", 1, "second b").version()).isEqualTo(2);
        assertThat(used(FIRST_USED, "second", 1, "third").version()).isEqualTo(2);
    }
}
