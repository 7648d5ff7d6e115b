package io.authrealm.core.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Argon2FormatTest {

    private static final String SALT = "c29tZXNhbHQ";
    private static final String TAG = "u2ZKyk8vHwJZmVzPWqPnFQ";

    @Test
    void stringContainsAllParameters() {
        EncodedHash hash =
                TestFormats.hash("$argon2i$v=16$m=4096,t=3,p=4$" + SALT + "$" + TAG + "==");
        assertThat(hash.algorithm()).isEqualTo("argon2i");
        assertThat(hash.strength()).isEqualTo("m=4096,t=3,p=4");
        assertThat(hash.memoryBytes()).isEqualTo(4096 * 1024);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$argon2x$v=19$m=16,t=1,p=1 | Argon2 of an unknown type",
                "$argon2$v=19$m=16,t=1,p=1 | Argon2 of an unknown type",
                "$argon2id$v=17$m=16,t=1,p=1 | Argon2 of an unknown version",
                "$argon2id$v=0x13$m=16,t=1,p=1 | '$' is missing",
                "$argon2id$v=19$t=1,m=16,p=1 | 'm=' is missing",
                "$argon2id$v=19$m=16,t=1 | ',p=' is missing",
                "$argon2id$v=19$m=016,t=1,p=1 | m has a leading zero",
                "$argon2id$v=19$m=7,t=1,p=1 | m is below 8",
                "$argon2id$v=19$m=15,t=1,p=2 | m is below 8 * p",
                "$argon2id$v=19$m=65537,t=1,p=2 | m is above 65536",
                "$argon2id$v=19$m=16,t=0,p=1 | t is below 1",
                "$argon2id$v=19$m=65536,t=33,p=1 | Argon2 costs too much",
                "$argon2id$v=19$m=1024,t=1,p=17 | p is above 16",
                "$argon2id$v=19$m=16,t=1,p=1,keyid=Hj5 | Argon2 with a key or associated data",
                "$argon2id$v=19$m=16,t=1,p=1,data=Hj5 | Argon2 with a key or associated data",
                "$argon2id$v=19$m=16,t=1,p=1,x=1 | '$' is missing"
            })
    void reasonNamesTheFault(String beginning, String reason) {
        assertThat(TestFormats.reason(beginning + "$" + SALT + "$" + TAG)).isEqualTo(reason);
    }

    @Test
    void saltAndTagHaveALength() {
        String start = "$argon2id$v=19$m=16,t=1,p=1$";
        assertThat(TestFormats.reason(start + zeros(7) + "$" + TAG))
                .isEqualTo("salt is not of 8 to 64 bytes");
        assertThat(TestFormats.reason(start + zeros(65) + "$" + TAG))
                .isEqualTo("salt is not of 8 to 64 bytes");
        assertThat(TestFormats.reason(start + SALT + "$" + zeros(11)))
                .isEqualTo("tag is not of 12 to 128 bytes");
        assertThat(TestFormats.reason(start + SALT + "$" + zeros(129)))
                .isEqualTo("tag is not of 12 to 128 bytes");
        assertThat(TestFormats.hash(start + zeros(64) + "$" + zeros(128)).strength()).isNotEmpty();
        assertThat(TestFormats.hash(start + zeros(8) + "$" + zeros(12)).strength()).isNotEmpty();
    }

    private static String zeros(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }
}
