package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {

    /** The example of FIPS 180-4 for one block. */
    @Test
    void digestIsThatOfTheStandard() {
        assertThat(Sha256.hex("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.base64Url("abc"))
                .isEqualTo("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    }

    @Test
    void partsAreDigestedOneAfterTheOther() {
        byte[] a = "a".getBytes(StandardCharsets.UTF_8);
        byte[] bc = "bc".getBytes(StandardCharsets.UTF_8);

        assertThat(Sha256.hex(a, bc)).isEqualTo(Sha256.hex("abc"));
        assertThat(Sha256.base64Url(a, bc)).isEqualTo(Sha256.base64Url("abc"));
    }
}
