package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import io.authrealm.core.text.ProfileBounds;
import io.authrealm.core.text.UuidSyntax;
import java.util.Locale;

/** The JSON objects of the routes of invites. */
final class InviteRequests {

    private static final int ID_MAX = 64;
    private static final int TOKEN_MAX = 16_384;

    private InviteRequests() {}

    /**
     * @param roleId may be null
     */
    record NewInvite(String email, String roleId) {

        /** The tenant is always the caller's. */
        static NewInvite parse(JsonFields fields) {
            fields.onlyKnown("email", "role_id", "tenant_id");
            fields.text("tenant_id", TextRule.optional(ID_MAX));
            String roleId = fields.text("role_id", TextRule.optional(ID_MAX));
            if (roleId != null && !UuidSyntax.isValid(roleId)) {
                fields.refuse("role_id is not a UUID");
            }
            return new NewInvite(
                    fields.text("email", TextRule.requiredEmail()),
                    roleId == null ? null : roleId.toLowerCase(Locale.ROOT));
        }

        /** Hides the address. */
        @Override
        public String toString() {
            return "NewInvite";
        }
    }

    /**
     * @param displayName may be null
     */
    record Acceptance(String token, String password, String displayName, AppReturn app) {

        static Acceptance parse(JsonFields fields) {
            String displayName =
                    fields.text("display_name", TextRule.optional(ProfileBounds.MAX_DISPLAY_NAME));
            return new Acceptance(
                    tokenOf(fields),
                    fields.text("password", QeetRequests.NEW_PASSWORD),
                    displayName == null || displayName.isBlank() ? null : displayName,
                    QeetRequests.appOf(fields));
        }

        /** Hides the token and the password. */
        @Override
        public String toString() {
            return "Acceptance";
        }
    }

    /** An acceptance by a signed-in user. */
    record Token(String token) {

        static Token parse(JsonFields fields) {
            fields.onlyKnown("token");
            return parseLeniently(fields);
        }

        /** For a route that people without an account use too, with further members. */
        static Token parseLeniently(JsonFields fields) {
            return new Token(tokenOf(fields));
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "Token";
        }
    }

    private static String tokenOf(JsonFields fields) {
        return fields.text("token", TextRule.required(1, TOKEN_MAX));
    }
}
