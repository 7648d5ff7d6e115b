package io.authrealm.core.webauthn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AuthenticatorFlagsTest {

    private static final int CREDENTIAL_AND_EXTENSIONS =
            AuthenticatorData.HAS_CREDENTIAL | AuthenticatorData.HAS_EXTENSIONS;

    private static final byte[] EXTENSIONS = Cbor.map(Cbor.text("credProtect"), Cbor.number(2));

    @Test
    void eachFlagHasItsBit() {
        assertThat(flags(0)).isEqualTo(new AuthenticatorFlags(false, false, false, false, 0));
        assertThat(flags(AuthenticatorData.USER_PRESENT).userPresent()).isTrue();
        assertThat(flags(AuthenticatorData.USER_VERIFIED).userVerified()).isTrue();
        assertThat(flags(AuthenticatorData.BACKUP_ELIGIBLE).backupEligible()).isTrue();
        assertThat(flags(AuthenticatorData.BACKED_UP))
                .isEqualTo(new AuthenticatorFlags(false, false, false, true, 0));
    }

    @Test
    void theCounterIsUnsigned() {
        assertThat(AuthenticatorFlags.read(AuthenticatorData.of(0, 0x01020304)))
                .hasValueSatisfying(flags -> assertThat(flags.counter()).isEqualTo(16_909_060));
        assertThat(AuthenticatorFlags.read(AuthenticatorData.of(0, -1)))
                .hasValueSatisfying(flags -> assertThat(flags.counter()).isEqualTo(4_294_967_295L));
    }

    static Stream<byte[]> whole() {
        return Stream.of(
                AuthenticatorData.of(0, 1),
                AuthenticatorData.of(AuthenticatorData.HAS_EXTENSIONS, 1, EXTENSIONS),
                AuthenticatorData.of(
                        AuthenticatorData.HAS_CREDENTIAL, 1, AuthenticatorData.credential(16)),
                AuthenticatorData.of(
                        CREDENTIAL_AND_EXTENSIONS,
                        1,
                        AuthenticatorData.credential(1023),
                        EXTENSIONS));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void onlyTheWholeDataPasses(byte[] data) {
        assertThat(AuthenticatorFlags.read(data)).isPresent();
        for (int length = 0; length < data.length; length++) {
            assertThat(AuthenticatorFlags.read(Arrays.copyOf(data, length))).isEmpty();
        }
        assertThat(AuthenticatorFlags.read(Cbor.join(data, new byte[1]))).isEmpty();
    }

    @Test
    void misshapenPartsAreRefused() {
        byte[] nested = new byte[200];
        Arrays.fill(nested, Cbor.head(4, 1)[0]);

        assertThat(
                        AuthenticatorFlags.read(
                                AuthenticatorData.of(AuthenticatorData.HAS_EXTENSIONS, 1, nested)))
                .isEmpty();
        assertThat(
                        AuthenticatorFlags.read(
                                AuthenticatorData.of(
                                        AuthenticatorData.HAS_CREDENTIAL,
                                        1,
                                        AuthenticatorData.credential(1024))))
                .isEmpty();
    }

    private static AuthenticatorFlags flags(int flags) {
        return AuthenticatorFlags.read(AuthenticatorData.of(flags, 0)).orElseThrow();
    }
}
