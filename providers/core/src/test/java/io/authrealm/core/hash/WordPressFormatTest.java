package io.authrealm.core.hash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordPressFormatTest {

    private static final String REST = "$iWN5xRwDE7i9R5jVJvCyqOxS1CNnwUggQaF8O2W9Bg8TuXQz.ngrS";

    private final WordPressFormat format = new WordPressFormat();

    @Test
    void stringContainsCost() throws MalformedHashException {
        EncodedHash hash = format.parse("$wp$2y$12" + REST);

        assertThat(hash.algorithm()).isEqualTo("wordpress");
        assertThat(hash.strength()).isEqualTo("cost=12");
        assertThat(hash.memoryBytes()).isZero();
        assertThat(hash.matches("\tgrimoire-test-123 ".getBytes(UTF_8))).isTrue();
        assertThat(hash.matches("grimoire-test-124".getBytes(UTF_8))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$wp",
                "$wp$",
                "$wp$2y$",
                "$wp2y$12" + REST,
                "$wp$2a$12" + REST,
                "$wp$$2y$12" + REST,
                "$wp$wp$2y$12" + REST,
                "$wp$2y$16" + REST,
                "$wp$2y$31" + REST,
                "$wp$2y$12" + REST + "S",
                "$wp$P$984478476IagS59wHZvyQMArzfx58u."
            })
    void anythingElseIsRefused(String encoded) {
        assertThatThrownBy(() -> format.parse(encoded)).isInstanceOf(MalformedHashException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$wp", "$wpx$2y$12", "$2y$12", "$P$B", ""})
    void othersAreLeftToTheirFormats(String encoded) {
        assertThat(format.claims(encoded)).isFalse();
    }
}
