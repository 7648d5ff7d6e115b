package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Base64FormsTest {

    /** RFC 4648, section 10. */
    @ParameterizedTest
    @CsvSource({"'', ''", "Zg==, f", "Zm8=, fo", "Zm9v, foo", "Zm9vYg==, foob", "Zm9vYmE=, fooba"})
    void theExamplesOfTheRfcWithAndWithoutPadding(String encoded, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(Base64Forms.standard(encoded, "text")).isEqualTo(bytes);
        assertThat(Base64Forms.standard(encoded.replace("=", ""), "text")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Z",
                "Zg=",
                "Zg===",
                "Zm9vY",
                "Zh==",
                "Zh",
                "Zm9=",
                "Zm9",
                "Zg==Zg==",
                "=",
                "====",
                " Zm9v",
                "Zm9v\n",
                "Zm-v",
                "Zm_v",
                "Zm.v",
                "Z\u00e49v",
                "Zm9\u0000",
                "Zm9v="
            })
    void anythingElseIsRefused(String encoded) {
        assertThatExceptionOfType(MalformedHashException.class)
                .isThrownBy(() -> Base64Forms.standard(encoded, "salt"))
                .withMessage("salt is not base64");
    }

    @Test
    void adaptedBase64HasADotAndNoPadding() throws Exception {
        assertThat(Base64Forms.adapted("./..", "salt"))
                .isEqualTo(Base64Forms.standard("+/++", "salt"));
        for (String encoded : new String[] {"+/++", "Zg=="}) {
            assertThatExceptionOfType(MalformedHashException.class)
                    .isThrownBy(() -> Base64Forms.adapted(encoded, "salt"));
        }
    }
}
