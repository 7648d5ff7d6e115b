package io.authrealm.core.webauthn;

import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.JsonRules;
import io.authrealm.core.json.TextRule;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code PublicKeyCredential} of a browser, in the JSON form that its {@code toJSON()} gives
 * (WebAuthn 3, section 5.1). What is too large or misshapen is not read. Unknown members are
 * ignored, because browsers add some.
 */
public final class PublicKeyJson {

    /** The longest JSON text of a credential, in characters. */
    public static final int MAX_JSON = 96 * 1024;

    /** The longest credential id (WebAuthn 3, section 4). */
    static final int MAX_ID = 1023;

    private static final int MAX_CLIENT_DATA = 8 * 1024;
    private static final int MAX_ATTESTATION_OBJECT = 64 * 1024;
    private static final int MAX_AUTHENTICATOR_DATA = 4 * 1024;
    private static final int MAX_SIGNATURE = 2 * 1024;
    private static final int MAX_USER_HANDLE = 64;
    private static final int MAX_TRANSPORTS = 8;
    private static final int MAX_CHALLENGE = 256;
    private static final JsonRules CLIENT_DATA = new JsonRules(false, true, true);

    private static final Pattern TRANSPORT = Pattern.compile("[a-z-]{1,32}");
    private static final List<String> ATTACHMENTS = List.of("platform", "cross-platform");

    private PublicKeyJson() {}

    /**
     * A new credential. Strings of binary members are base64url without padding, and all of them
     * can be decoded.
     *
     * @param transports how the authenticator is reached; may be empty
     * @param attachment {@code platform} or {@code cross-platform}, if the browser says it
     */
    public record Attestation(
            String id,
            String clientDataJson,
            String attestationObject,
            List<String> transports,
            Optional<String> attachment,
            AuthenticatorFlags flags) {}

    /**
     * A signature of an existing credential. Strings of binary members are base64url without
     * padding, and all of them can be decoded.
     *
     * @param userHandle what the authenticator knows about the user; security keys that are no
     *     passkeys know nothing
     */
    public record Assertion(
            String id,
            String clientDataJson,
            String authenticatorData,
            String signature,
            Optional<String> userHandle,
            AuthenticatorFlags flags) {}

    /** The content is not what a browser sends. */
    private static final class MisshapenException extends Exception {

        private static final long serialVersionUID = 1L;

        MisshapenException() {
            super(null, null, false, false);
        }
    }

    /** Reads the answer to a registration; empty if it is misshapen. */
    public static Optional<Attestation> attestation(Map<String, ?> credential) {
        try {
            Map<?, ?> response = response(credential);
            byte[] attestationObject =
                    binary(response.get("attestationObject"), 1, MAX_ATTESTATION_OBJECT);
            AuthenticatorFlags flags =
                    CborShape.bytesOf(attestationObject, "authData")
                            .flatMap(AuthenticatorFlags::read)
                            .orElseThrow(MisshapenException::new);
            return Optional.of(
                    new Attestation(
                            id(credential),
                            encode(binary(response.get("clientDataJSON"), 1, MAX_CLIENT_DATA)),
                            encode(attestationObject),
                            transports(response.get("transports")),
                            attachment(credential.get("authenticatorAttachment")),
                            flags));
        } catch (MisshapenException e) {
            return Optional.empty();
        }
    }

    /** Reads the answer to a request for a signature; empty if it is misshapen. */
    public static Optional<Assertion> assertion(Map<String, ?> credential) {
        try {
            Map<?, ?> response = response(credential);
            byte[] authenticatorData =
                    binary(response.get("authenticatorData"), 1, MAX_AUTHENTICATOR_DATA);
            return Optional.of(
                    new Assertion(
                            id(credential),
                            encode(binary(response.get("clientDataJSON"), 1, MAX_CLIENT_DATA)),
                            encode(authenticatorData),
                            encode(binary(response.get("signature"), 1, MAX_SIGNATURE)),
                            userHandle(response.get("userHandle")),
                            AuthenticatorFlags.read(authenticatorData)
                                    .orElseThrow(MisshapenException::new)));
        } catch (MisshapenException e) {
            return Optional.empty();
        }
    }

    /**
     * The challenge that the browser says it has signed, in base64url without padding; empty if it
     * says none.
     */
    public static Optional<String> challenge(Attestation made) {
        return Optional.ofNullable(
                JsonFields.read(bytes(made.clientDataJson()), CLIENT_DATA)
                        .text("challenge", TextRule.optional(MAX_CHALLENGE)));
    }

    /** Returns the bytes of a binary member of a record above. */
    public static byte[] bytes(String base64Url) {
        return Base64.getUrlDecoder().decode(base64Url);
    }

    private static Map<?, ?> response(Map<String, ?> credential) throws MisshapenException {
        if ("public-key".equals(credential.get("type"))
                && credential.get("response") instanceof Map<?, ?> response) {
            return response;
        }
        throw new MisshapenException();
    }

    private static String id(Map<String, ?> credential) throws MisshapenException {
        String id = encode(binary(credential.get("id"), 1, MAX_ID));
        Object raw = credential.get("rawId");
        if (raw != null && !id.equals(encode(binary(raw, 1, MAX_ID)))) {
            throw new MisshapenException();
        }
        return id;
    }

    private static Optional<String> userHandle(@Nullable Object value) throws MisshapenException {
        return value == null || value.equals("")
                ? Optional.empty()
                : Optional.of(encode(binary(value, 1, MAX_USER_HANDLE)));
    }

    private static List<String> transports(@Nullable Object value) throws MisshapenException {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.size() <= MAX_TRANSPORTS) {
            List<String> transports =
                    list.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .filter(transport -> TRANSPORT.matcher(transport).matches())
                            .distinct()
                            .toList();
            if (transports.size() == list.stream().distinct().count()) {
                return transports;
            }
        }
        throw new MisshapenException();
    }

    /** A value that is not known yet counts as none (WebAuthn 3, section 5.1). */
    private static Optional<String> attachment(@Nullable Object value) throws MisshapenException {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String attachment) {
            return Optional.of(attachment).filter(ATTACHMENTS::contains);
        }
        throw new MisshapenException();
    }

    private static byte[] binary(@Nullable Object value, int minBytes, int maxBytes)
            throws MisshapenException {
        // 4 characters for 3 bytes, and padding. So nothing large is decoded.
        if (!(value instanceof String text) || text.length() > maxBytes / 3 * 4 + 4) {
            throw new MisshapenException();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length >= minBytes && bytes.length <= maxBytes) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the same answer
        }
        throw new MisshapenException();
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
