package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.passkey.PasskeyRegistration;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import io.authrealm.core.text.ProfileBounds;
import io.authrealm.core.text.UuidSyntax;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.Map;

/** The JSON objects that the routes for passkeys take, with the rules of their members. */
final class PasskeyRequests {

    private static final int SESSION_ID_MAX = 64;
    private static final int NAME_MAX = 100;
    private static final int KIND_MAX = 32;
    private static final int TENANT_ID_MAX = 64;
    private static final int EMAIL_MAX = 1024;

    private static final Map<String, PasskeyRegistration.Kind> KINDS =
            Map.of(
                    "passkey", PasskeyRegistration.Kind.PASSKEY,
                    "security_key", PasskeyRegistration.Kind.SECURITY_KEY);

    private PasskeyRequests() {}

    record NewKey(PasskeyRegistration.Kind kind) {

        static NewKey parseStrictly(JsonFields fields) {
            fields.onlyKnown("kind");
            return parse(fields);
        }

        static NewKey parse(JsonFields fields) {
            String kind = fields.text("kind", TextRule.optional(KIND_MAX));
            if (kind != null && !KINDS.containsKey(kind)) {
                fields.violate("kind", "not_allowed");
            }
            return new NewKey(kind == null ? PasskeyRegistration.Kind.PASSKEY : KINDS.get(kind));
        }
    }

    /**
     * @param name null if the request has none
     */
    record MadeKey(String sessionId, Map<String, Object> credential, String name, AppReturn app) {

        static MadeKey parseStrictly(JsonFields fields) {
            fields.onlyKnown("session_id", "credential", "name");
            return parse(fields);
        }

        static MadeKey parse(JsonFields fields) {
            String sessionId = readSessionId(fields);
            Map<String, Object> credential = readCredential(fields);
            String name = fields.text("name", TextRule.optional(NAME_MAX));
            return new MadeKey(
                    sessionId,
                    credential,
                    name == null || name.isBlank() ? null : name.trim(),
                    QeetRequests.appOf(fields));
        }

        /** Hides the ceremony and the key. */
        @Override
        public String toString() {
            return "MadeKey";
        }
    }

    record NewName(String name) {

        static NewName parse(JsonFields fields) {
            fields.onlyKnown("name");
            String name = fields.text("name", TextRule.required(1, NAME_MAX));
            if (name != null && name.isBlank()) {
                fields.violate("name", "required");
            }
            return new NewName(name == null ? null : name.trim());
        }
    }

    /** A sign-in for an address, or for none. */
    record SignIn(String email) {

        static SignIn parse(JsonFields fields) {
            String email = fields.text("email", TextRule.optional(EMAIL_MAX));
            return new SignIn(email == null || email.isBlank() ? null : email.trim());
        }
    }

    /**
     * A sign-up.
     *
     * @param email null if the request has none
     * @param displayName null if the request has none
     */
    record SignUp(String email, String displayName) {

        static SignUp parse(JsonFields fields) {
            String email = fields.text("email", TextRule.optional(EMAIL_MAX));
            String displayName =
                    fields.text("display_name", TextRule.optional(ProfileBounds.MAX_DISPLAY_NAME));
            boolean isSent = email != null && !email.isBlank();
            return new SignUp(
                    isSent ? fields.text("email", TextRule.requiredEmail()) : null,
                    displayName == null || displayName.isBlank() ? null : displayName);
        }
    }

    /** A sign-up in the tenant with this UUID. */
    record HostedSignUp(String tenantId, SignUp account) {

        static HostedSignUp parse(JsonFields fields) {
            String tenantId = fields.text("tenant_id", TextRule.optional(TENANT_ID_MAX));
            if (tenantId == null || !UuidSyntax.isValid(tenantId)) {
                fields.refuse("tenant_id is not a UUID");
            }
            return new HostedSignUp(tenantId, SignUp.parse(fields));
        }
    }

    /** What a key has signed. Public routes ignore other members. */
    record Signed(String sessionId, Map<String, Object> credential, AppReturn app) {

        static Signed parse(JsonFields fields) {
            return new Signed(
                    readSessionId(fields), readCredential(fields), QeetRequests.appOf(fields));
        }

        static Signed parseStrictly(JsonFields fields) {
            fields.onlyKnown("session_id", "credential");
            return parse(fields);
        }

        /** Hides the ceremony and the signature. */
        @Override
        public String toString() {
            return "Signed";
        }
    }

    private static String readSessionId(JsonFields fields) {
        return fields.text("session_id", TextRule.required(1, SESSION_ID_MAX));
    }

    private static Map<String, Object> readCredential(JsonFields fields) {
        if (!fields.has("credential")) {
            fields.violate("credential", "required");
        }
        Map<String, Object> credential = fields.object("credential", PublicKeyJson.MAX_JSON);
        return credential == null ? Map.of() : credential;
    }
}
