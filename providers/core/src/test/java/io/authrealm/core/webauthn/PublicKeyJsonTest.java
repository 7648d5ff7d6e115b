package io.authrealm.core.webauthn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicKeyJsonTest {

    private static final byte[] ID = {-1, -2, -3, -4};
    private static final byte[] CLIENT_DATA = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AUTHENTICATOR_DATA =
            AuthenticatorData.of(AuthenticatorData.USER_VERIFIED, 7);
    private static final byte[] ATTESTATION_OBJECT =
            AuthenticatorData.attestationObject(
                    AuthenticatorData.of(
                            AuthenticatorData.HAS_CREDENTIAL, 1, AuthenticatorData.credential(4)));

    private final Map<String, Object> response = new HashMap<>();
    private final Map<String, Object> credential = new HashMap<>();

    PublicKeyJsonTest() {
        credential.put("id", encode(ID));
        credential.put("rawId", encode(ID));
        credential.put("type", "public-key");
        credential.put("response", response);
        response.put("clientDataJSON", encode(CLIENT_DATA));
        response.put("attestationObject", encode(ATTESTATION_OBJECT));
        response.put("authenticatorData", encode(AUTHENTICATOR_DATA));
        response.put("signature", encode(new byte[70]));
    }

    @Test
    void whatABrowserSendsIsRead() {
        response.put("userHandle", encode(new byte[36]));
        response.put("transports", List.of("internal", "hybrid", "smart-card"));
        response.put("publicKey", "ignored");
        credential.put("authenticatorAttachment", "platform");
        credential.put("clientExtensionResults", Map.of());

        assertThat(PublicKeyJson.attestation(credential))
                .contains(
                        new PublicKeyJson.Attestation(
                                "__79_A",
                                encode(CLIENT_DATA),
                                encode(ATTESTATION_OBJECT),
                                List.of("internal", "hybrid", "smart-card"),
                                Optional.of("platform"),
                                new AuthenticatorFlags(false, false, false, false, 1)));
        assertThat(PublicKeyJson.assertion(credential))
                .contains(
                        new PublicKeyJson.Assertion(
                                "__79_A",
                                encode(CLIENT_DATA),
                                encode(AUTHENTICATOR_DATA),
                                encode(new byte[70]),
                                Optional.of(encode(new byte[36])),
                                new AuthenticatorFlags(false, true, false, false, 7)));
        assertThat(PublicKeyJson.bytes("__79_A")).isEqualTo(ID);
    }

    @Test
    void whatMayBeAbsentMayBeNullToo() {
        credential.put("rawId", null);
        credential.put("authenticatorAttachment", null);
        response.put("transports", null);
        response.put("userHandle", null);

        assertThat(PublicKeyJson.attestation(credential))
                .hasValueSatisfying(
                        read -> {
                            assertThat(read.transports()).isEmpty();
                            assertThat(read.attachment()).isEmpty();
                        });
        assertThat(PublicKeyJson.assertion(credential))
                .hasValueSatisfying(read -> assertThat(read.userHandle()).isEmpty());
        response.put("userHandle", "");
        assertThat(PublicKeyJson.assertion(credential))
                .hasValueSatisfying(read -> assertThat(read.userHandle()).isEmpty());
    }

    @Test
    void paddingDoesNotMatter() {
        credential.put("id", encode(ID) + "==");

        assertThat(PublicKeyJson.assertion(credential))
                .hasValueSatisfying(read -> assertThat(read.id()).isEqualTo("__79_A"));
    }

    @Test
    void anAttachmentThatIsNotKnownYetCountsAsNone() {
        credential.put("authenticatorAttachment", "implant");

        assertThat(PublicKeyJson.attestation(credential))
                .hasValueSatisfying(read -> assertThat(read.attachment()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "type", "response"})
    void noMemberMayBeMissing(String name) {
        credential.remove(name);

        assertThat(PublicKeyJson.attestation(credential)).isEmpty();
        assertThat(PublicKeyJson.assertion(credential)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientDataJSON", "attestationObject"})
    void aNewCredentialNeeds(String name) {
        response.remove(name);

        assertThat(PublicKeyJson.attestation(credential)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientDataJSON", "authenticatorData", "signature"})
    void aSignatureNeeds(String name) {
        response.remove(name);

        assertThat(PublicKeyJson.assertion(credential)).isEmpty();
    }

    static Stream<Arguments> badMembers() {
        return Stream.of(
                Arguments.of("id", ""),
                Arguments.of("id", "+/79/A"),
                Arguments.of("id", "__79_A\n"),
                Arguments.of("id", "a"),
                Arguments.of("id", 5),
                Arguments.of("id", encode(new byte[1024])),
                Arguments.of("rawId", "AAAA"),
                Arguments.of("rawId", List.of()),
                Arguments.of("type", "password"),
                Arguments.of("type", 1),
                Arguments.of("response", "text"),
                Arguments.of("response", List.of()),
                Arguments.of("authenticatorAttachment", 1));
    }

    @ParameterizedTest
    @MethodSource("badMembers")
    void badMembersAreRefused(String name, Object value) {
        credential.put(name, value);

        assertThat(PublicKeyJson.attestation(credential)).isEmpty();
    }

    static Stream<Arguments> badResponses() {
        return Stream.of(
                Arguments.of("clientDataJSON", encode(new byte[8 * 1024 + 1])),
                Arguments.of("clientDataJSON", Map.of()),
                Arguments.of("attestationObject", encode(new byte[64 * 1024 + 1])),
                Arguments.of("attestationObject", encode(Cbor.map())),
                Arguments.of(
                        "attestationObject", encode(Cbor.join(ATTESTATION_OBJECT, new byte[1]))),
                Arguments.of(
                        "attestationObject",
                        encode(AuthenticatorData.attestationObject(new byte[36]))),
                Arguments.of("authenticatorData", encode(new byte[36])),
                Arguments.of("authenticatorData", encode(new byte[4 * 1024 + 1])),
                Arguments.of("signature", ""),
                Arguments.of("signature", encode(new byte[2 * 1024 + 1])),
                Arguments.of("userHandle", encode(new byte[65])),
                Arguments.of("userHandle", 1),
                Arguments.of("transports", "usb"),
                Arguments.of("transports", List.of("usb", 1)),
                Arguments.of("transports", List.of("usb,nfc")),
                Arguments.of("transports", List.of("x".repeat(33))),
                Arguments.of("transports", Collections.nCopies(9, "usb")));
    }

    @ParameterizedTest
    @MethodSource("badResponses")
    void badResponsesAreRefused(String name, Object value) {
        response.put(name, value);

        assertThat(
                        PublicKeyJson.attestation(credential).isPresent()
                                && PublicKeyJson.assertion(credential).isPresent())
                .isFalse();
    }

    @Test
    void theLargestValuesPass() {
        credential.put("id", encode(new byte[1023]));
        credential.put("rawId", encode(new byte[1023]));
        response.put("clientDataJSON", encode(new byte[8 * 1024]));
        response.put("signature", encode(new byte[2 * 1024]));
        response.put("userHandle", encode(new byte[64]));
        response.put("transports", List.of("a", "b", "c", "d", "e", "f", "g", "x".repeat(32)));

        assertThat(PublicKeyJson.attestation(credential)).isPresent();
        assertThat(PublicKeyJson.assertion(credential)).isPresent();
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
