package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A small client of the CREDEBL API. It encrypts passwords as the front end of CREDEBL does: the
 * password as a JSON string, AES-256-CBC with key and IV derived from a passphrase by MD5, and the
 * result in base64 behind the word {@code Salted__} and the salt.
 *
 * @param api without the path of the dialect
 * @param path of the dialect and its version
 * @param key that the front end shares with the tenant; null for a client that does not encrypt
 */
record Credebl(Api api, String path, String key) {

    static final String KEY = "a key that the front end knows too";

    private static final SecureRandom RANDOM = new SecureRandom();

    Credebl {
        api = api.speaking(OpenApi.Dialect.CREDEBL);
    }

    static Credebl of(TestRealm realm) {
        return new Credebl(realm.api(), "/credebl/v1", KEY);
    }

    /** The same client without encryption. */
    Credebl plain() {
        return new Credebl(api, path, null);
    }

    Credebl withKey(String other) {
        return new Credebl(api, path, other);
    }

    Credebl bearer(String accessToken) {
        return new Credebl(api.bearer(accessToken), path, key);
    }

    Credebl with(String header, String value) {
        return new Credebl(api.with(header, value), path, key);
    }

    Answer get(String route) {
        return api.get(path + route);
    }

    Answer delete(String route) {
        return api.delete(path + route);
    }

    Answer post(String route, Object body) {
        return api.post(path + route, body);
    }

    Answer put(String route, Object body) {
        return api.send("PUT", path + route, body);
    }

    // Sign-in and sessions

    Answer signIn(String email, String password) {
        return post(
                "/auth/signin",
                key == null
                        ? Map.of("email", email, "password", password, "isPasswordEncrypted", false)
                        : Map.of("email", email, "password", encrypted(password)));
    }

    /** The data of a sign-in that must succeed. */
    JsonNode signedIn(TestUser user) {
        return data(signIn(user.email(), user.password()), 200);
    }

    Answer refresh(String refreshToken) {
        return post("/auth/refresh-token", Map.of("refreshToken", refreshToken));
    }

    Answer signOut(String... sessions) {
        return post(
                "/auth/signout",
                sessions.length == 0 ? Map.of() : Map.of("sessions", List.of(sessions)));
    }

    /** As the front end does it right after a sign-in. */
    Answer sessionDetails(String sessionId) {
        return get("/auth/sessionDetails?sessionId=" + encoded(encoded(encrypted(sessionId))));
    }

    // Registration

    Answer mailVerification(String email) {
        return post("/auth/verification-mail", Map.of("email", email));
    }

    Answer verify(String email, String code) {
        return get("/auth/verify?email=" + encoded(email) + "&verificationCode=" + encoded(code));
    }

    Answer signUp(String email, String password) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("email", email);
        body.put("firstName", "Ada Maria");
        body.put("lastName", "van Lovelace");
        body.put("password", key == null ? password : encrypted(password));
        body.put("isPasswordEncrypted", key != null);
        body.put("isHolder", false);
        return post("/auth/signup", body);
    }

    Answer existence(String email) {
        return get("/users/" + encoded(email));
    }

    // Passwords

    Answer forgotPassword(String email) {
        return post("/auth/forgot-password", Map.of("email", email));
    }

    Answer resetPassword(String email, String token, String password) {
        return post(
                "/auth/password-reset/" + encoded(email),
                Map.of("token", token, "password", key == null ? password : encrypted(password)));
    }

    Answer changePassword(String email, String before, String after) {
        return post(
                "/auth/reset-password",
                Map.of(
                        "email",
                        email,
                        "oldPassword",
                        key == null ? before : encrypted(before),
                        "newPassword",
                        key == null ? after : encrypted(after)));
    }

    // The envelope

    /** Asserts success in the dialect's envelope, and returns its data. */
    static JsonNode data(Answer answer, int status) {
        answer.assertStatus(status);
        JsonNode json = answer.json();
        assertThat(json.path("statusCode").asInt()).as("%s", answer).isEqualTo(status);
        assertThat(json.path("message").asText()).as("%s", answer).isNotBlank();
        assertThat(json.has("error")).as("%s", answer).isFalse();
        return json.path("data");
    }

    /** Asserts an error in the dialect's envelope with any one text. */
    static void assertError(Answer answer, int status) {
        assertEnvelope(answer, status);
        assertThat(answer.json().path("message").isTextual()).as("%s", answer).isTrue();
        assertThat(answer.text("message")).as("%s", answer).isNotBlank();
    }

    /** The same with this text. */
    static void assertError(Answer answer, int status, String message) {
        assertError(answer, status);
        assertThat(answer.text("message")).as("%s", answer).isEqualTo(message);
    }

    /** Asserts a list of broken rules, each of which contains the text at its place. */
    static void assertBroken(Answer answer, String... parts) {
        assertEnvelope(answer, 400);
        List<String> messages =
                StreamSupport.stream(answer.json().path("message").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
        assertThat(messages).as("%s", answer).hasSameSizeAs(parts);
        for (int i = 0; i < parts.length; i++) {
            assertThat(messages.get(i)).contains(parts[i]);
        }
    }

    static void assertEnvelope(Answer answer, int status) {
        answer.assertStatus(status);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().path("statusCode").asInt()).as("%s", answer).isEqualTo(status);
        assertThat(answer.text("error")).as("%s", answer).isNotBlank();
        assertThat(answer.json().size()).as("members of %s", answer).isEqualTo(3);
        assertThat(answer.body()).doesNotContainIgnoringCase("<html").doesNotContain("\tat ");
    }

    // The cipher

    String encrypted(String text) {
        try {
            byte[] salt = new byte[8];
            RANDOM.nextBytes(salt);
            byte[] derived = derive(key, salt);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(Arrays.copyOf(derived, 32), "AES"),
                    new IvParameterSpec(Arrays.copyOfRange(derived, 32, 48)));
            byte[] json = Answer.JSON.writeValueAsString(text).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder()
                    .encodeToString(
                            concat(
                                    "Salted__".getBytes(StandardCharsets.US_ASCII),
                                    salt,
                                    cipher.doFinal(json)));
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] derive(String passphrase, byte[] salt) throws GeneralSecurityException {
        byte[] all = {};
        byte[] last = {};
        while (all.length < 48) {
            last =
                    MessageDigest.getInstance("MD5")
                            .digest(
                                    concat(
                                            last,
                                            passphrase.getBytes(StandardCharsets.UTF_8),
                                            salt));
            all = concat(all, last);
        }
        return all;
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
