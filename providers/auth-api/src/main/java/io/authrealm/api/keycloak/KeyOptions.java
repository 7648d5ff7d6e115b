package io.authrealm.api.keycloak;

import io.authrealm.hashing.compat.KeycloakMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.keycloak.common.util.UriUtils;
import org.keycloak.crypto.Algorithm;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.WebAuthnPolicy;

/**
 * What a browser needs to make or to use a key, in the JSON form of the W3C's options, from the
 * realm's policy for that kind of key. The rules are those of Keycloak's pages, so a key works on
 * both.
 */
public final class KeyOptions {

    /** The identifiers of COSE for the names in the policy. */
    private static final Map<String, Integer> ALGORITHMS =
            Map.of(
                    Algorithm.ES256,
                    -7,
                    Algorithm.Ed25519,
                    -8,
                    Algorithm.ES384,
                    -35,
                    Algorithm.ES512,
                    -36,
                    Algorithm.RS256,
                    -257,
                    Algorithm.RS384,
                    -258,
                    Algorithm.RS512,
                    -259,
                    "RS1",
                    -65_535);

    private static final String PREFERRED = "preferred";
    private static final String REQUIRED = "required";

    /** What browsers know. Keycloak's "none" only says that its page waits for a click. */
    private static final Set<String> MEDIATIONS =
            Set.of("conditional", "optional", REQUIRED, "silent");

    private static final Function<WebAuthnPolicy, String> MEDIATION =
            KeycloakMethod.PASSKEY_MEDIATION.isThere()
                    ? policy -> policy.getMediation()
                    : policy -> null;

    /** The user whom a new key is for. */
    public record Account(String userId, String name, String displayName) {}

    /**
     * A key that may be used, or that is there already.
     *
     * @param credentialId in base64url without padding
     */
    public record Descriptor(String credentialId, List<String> transports) {

        public static Descriptor of(StoredKey key) {
            return new Descriptor(key.credentialId(), key.transports());
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("type", "public-key");
            json.put("id", credentialId);
            if (!transports.isEmpty()) {
                json.put("transports", transports);
            }
            return json;
        }
    }

    private final KeycloakSession session;
    private final RealmModel realm;
    private final KeyKind kind;
    private final WebAuthnPolicy policy;

    public KeyOptions(KeycloakSession session, RealmModel realm, KeyKind kind) {
        this.session = session;
        this.realm = realm;
        this.kind = kind;
        this.policy = kind.policy(realm);
    }

    /**
     * The options for a new key.
     *
     * @param challenge in base64url without padding
     * @param present the user's keys of the same kind
     */
    public Map<String, Object> creation(
            Account account, String challenge, List<Descriptor> present) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rp", Map.of("id", rpId(), "name", rpName()));
        json.put(
                "user",
                Map.of(
                        "id", userHandle(account.userId()),
                        "name", account.name(),
                        "displayName", account.displayName()));
        json.put("challenge", challenge);
        json.put("pubKeyCredParams", algorithms());
        putTimeout(json);
        json.put(
                "excludeCredentials",
                policy.isAvoidSameAuthenticatorRegister()
                        ? present.stream().map(Descriptor::json).toList()
                        : List.of());
        json.put("authenticatorSelection", selection());
        String attestation = policy.getAttestationConveyancePreference();
        json.put("attestation", isSpecified(attestation) ? attestation : "none");
        return json;
    }

    /**
     * The options for a signature.
     *
     * @param challenge in base64url without padding
     * @param allowed none if any passkey will do
     */
    public Map<String, Object> request(String challenge, List<Descriptor> allowed) {
        return request(challenge, allowed, userVerification());
    }

    /**
     * The options for a signature of any key of a user. Keys of the other kind are left out if they
     * belong to another domain. If the two policies want different verifications of the user, the
     * key does what it can.
     *
     * @param challenge in base64url without padding
     * @param keys of both kinds; at least one of this kind
     */
    public Map<String, Object> requestInDomain(String challenge, List<StoredKey> keys) {
        Map<KeyKind, KeyOptions> kinds = new EnumMap<>(KeyKind.class);
        keys.forEach(
                key -> kinds.computeIfAbsent(key.kind(), it -> new KeyOptions(session, realm, it)));
        kinds.values().removeIf(other -> !other.rpId().equals(rpId()));
        List<String> verifications =
                kinds.values().stream().map(KeyOptions::userVerification).distinct().toList();
        return request(
                challenge,
                keys.stream()
                        .filter(key -> kinds.containsKey(key.kind()))
                        .map(Descriptor::of)
                        .toList(),
                verifications.size() == 1 ? verifications.get(0) : PREFERRED);
    }

    private Map<String, Object> request(
            String challenge, List<Descriptor> allowed, String userVerification) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("challenge", challenge);
        json.put("rpId", rpId());
        putTimeout(json);
        json.put("allowCredentials", allowed.stream().map(Descriptor::json).toList());
        json.put("userVerification", userVerification);
        return json;
    }

    /**
     * How the browser is to ask for a passkey, as the realm's policy has it. Keycloak has this
     * since 26.7.
     */
    public Optional<String> mediation() {
        return Optional.ofNullable(MEDIATION.apply(policy)).filter(MEDIATIONS::contains);
    }

    /**
     * The id of the user as the authenticator keeps it. Keycloak's pages read it as text.
     *
     * @return base64url without padding
     */
    public static String userHandle(String userId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(userId.getBytes(StandardCharsets.UTF_8));
    }

    /** The domain that keys belong to. */
    String rpId() {
        return isSpecified(policy.getRpId()) ? policy.getRpId() : baseUri().getHost();
    }

    /** The origin of the server; the policy can name more. */
    String origin() {
        return UriUtils.getOrigin(baseUri());
    }

    boolean isUserVerificationRequired() {
        return REQUIRED.equals(policy.getUserVerificationRequirement());
    }

    /** The origins whose pages may use the realm's keys of either kind. */
    public static Set<String> origins(KeycloakSession session, RealmModel realm) {
        Set<String> origins = new LinkedHashSet<>();
        for (KeyKind kind : KeyKind.values()) {
            KeyOptions options = new KeyOptions(session, realm, kind);
            origins.add(options.origin());
            origins.addAll(options.policy.getExtraOrigins());
        }
        return origins;
    }

    private URI baseUri() {
        return session.getContext().getUri().getBaseUri();
    }

    private String rpName() {
        if (isSpecified(policy.getRpEntityName())) {
            return policy.getRpEntityName();
        }
        return realm.getName();
    }

    private List<Map<String, Object>> algorithms() {
        List<String> names = policy.getSignatureAlgorithm();
        if (names == null || names.isEmpty()) {
            names = List.of(Constants.DEFAULT_WEBAUTHN_POLICY_SIGNATURE_ALGORITHMS.split(","));
        }
        return names.stream()
                .filter(ALGORITHMS::containsKey)
                .<Map<String, Object>>map(
                        name -> Map.of("type", "public-key", "alg", ALGORITHMS.get(name)))
                .toList();
    }

    /** A passkey has to be discoverable, whatever the policy says: it is used without a name. */
    @SuppressWarnings("deprecation") // Keycloak 26.6 has no other getter.
    private Map<String, Object> selection() {
        Map<String, Object> selection = new LinkedHashMap<>();
        if (isSpecified(policy.getAuthenticatorAttachment())) {
            selection.put("authenticatorAttachment", policy.getAuthenticatorAttachment());
        }
        if (kind == KeyKind.PASSKEY || "Yes".equals(policy.getRequireResidentKey())) {
            selection.put("residentKey", REQUIRED);
            selection.put("requireResidentKey", true);
        } else {
            selection.put("requireResidentKey", false);
        }
        selection.put("userVerification", userVerification());
        return selection;
    }

    private String userVerification() {
        return isSpecified(policy.getUserVerificationRequirement())
                ? policy.getUserVerificationRequirement()
                : PREFERRED;
    }

    /** Seconds in the policy, and zero for the browser's own. */
    private void putTimeout(Map<String, Object> json) {
        if (policy.getCreateTimeout() > 0) {
            json.put("timeout", policy.getCreateTimeout() * 1000L);
        }
    }

    private static boolean isSpecified(String value) {
        return value != null
                && !value.isEmpty()
                && !Constants.DEFAULT_WEBAUTHN_POLICY_NOT_SPECIFIED.equals(value);
    }
}
