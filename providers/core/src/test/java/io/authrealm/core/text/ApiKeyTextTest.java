package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiKeyTextTest {

    private static final String SECRET = "abcdefghijklmnopqrstuvwxyz_-0123";

    @Test
    void newKeyIsReadBack() {
        ApiKeyText key =
                ApiKeyText.random(
                        length -> {
                            byte[] bytes = new byte[length];
                            bytes[0] = (byte) 0xFF;
                            return bytes;
                        });
        assertThat(key.text()).isEqualTo("qk__wAAAAAA._wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        assertThat(ApiKeyText.parse(key.text())).contains(key);
        assertThat(key.prefix()).isEqualTo("qk__wAAAAAA");
        assertThat(key.toString()).doesNotContain(key.secret());
    }

    @Test
    void onlyTheWholeTextHasTheHash() {
        ApiKeyText key = ApiKeyText.parse("qk_12345678." + SECRET).orElseThrow();
        assertThat(key.hash()).hasSize(43).isEqualTo(Sha256.base64Url("qk_12345678." + SECRET));
        assertThat(ApiKeyText.parse("qk_12345679." + SECRET).orElseThrow().hash())
                .isNotEqualTo(key.hash());
    }

    @Test
    void anythingElseIsNoKey() {
        for (String text :
                List.of(
                        "",
                        "qk_",
                        "qk_12345678",
                        "qk_12345678" + SECRET,
                        "qk_12345678.." + SECRET.substring(1),
                        "QK_12345678." + SECRET,
                        "sk_12345678." + SECRET,
                        "qk_1234567." + SECRET,
                        "qk_123456789." + SECRET,
                        "qk_12345678." + SECRET + "A",
                        "qk_12345678." + SECRET.substring(1),
                        "qk_12345678." + SECRET + "\n",
                        " qk_12345678." + SECRET,
                        "qk_1234567=." + SECRET,
                        "qk_1234567\u0661." + SECRET,
                        "qk_12345678." + "x".repeat(1_000_000))) {
            assertThat(ApiKeyText.parse(text)).as(text).isEmpty();
        }
    }
}
