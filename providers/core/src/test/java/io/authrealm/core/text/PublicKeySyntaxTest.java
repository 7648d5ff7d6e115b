package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicKeySyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "APK_0123456789abcdef0123456789abcdef_1729616234",
                "APK_a1b2c3d4e5f6_1729616234",
                "APK_AbCd"
            })
    void keysAreValid(String key) {
        assertThat(PublicKeySyntax.isValid(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "APK_",
                "APK_abc",
                "apk_abcdef",
                "APK_abc_def",
                "APK_a b c d",
                "APK_abcdef\n",
                "APK_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void otherTextsAreNot(String text) {
        assertThat(PublicKeySyntax.isValid(text)).isFalse();
    }

    @Test
    void keysHaveAnOrder() {
        assertThat(
                        Stream.of("APK_bbbb_99", "APK_aaaa_100", "APK_dddd", "APK_cccc_99")
                                .sorted(PublicKeySyntax.OLDEST_FIRST))
                .containsExactly("APK_dddd", "APK_bbbb_99", "APK_cccc_99", "APK_aaaa_100");
    }

    @Test
    void keyOfAnIdStaysTheSame() {
        String key = PublicKeySyntax.ofId("some-id", 1_729_616_234);
        assertThat(key).matches("APK_[a-f0-9]{32}_1729616234").doesNotContain("some-id");
        assertThat(PublicKeySyntax.isValid(key)).isTrue();
        assertThat(PublicKeySyntax.ofId("some-id", 1_729_616_234)).isEqualTo(key);
        assertThat(PublicKeySyntax.ofId("other-id", 1_729_616_234)).isNotEqualTo(key);
    }
}
