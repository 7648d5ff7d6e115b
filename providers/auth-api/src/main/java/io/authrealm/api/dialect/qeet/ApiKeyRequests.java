package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.apikeys.ApiKeys;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import io.authrealm.core.text.UuidSyntax;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;

/** The JSON objects that the routes of API keys take. */
final class ApiKeyRequests {

    private static final int NAME_MAX = 200;
    private static final int ID_MAX = 64;
    private static final int TIME_MAX = 64;
    private static final int MOST_SCOPES = 30;
    private static final int SCOPE_MAX = 64;

    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9._:*/-]+");

    /** The last one that fits into RFC 3339. */
    private static final int LAST_YEAR = 9999;

    private ApiKeyRequests() {}

    /**
     * @param key its name is null if it has none, which has an error of its own
     */
    record NewKey(ApiKeys.NewKey key) {

        /** The tenant of the key is that of its maker, whatever the client sends. */
        static NewKey parse(JsonFields fields) {
            fields.onlyKnown("tenant_id", "user_id", "name", "scopes", "expires_at");
            fields.text("tenant_id", TextRule.optional(ID_MAX));
            return new NewKey(
                    new ApiKeys.NewKey(
                            name(fields), userId(fields), scopes(fields), expiresAt(fields)));
        }

        boolean hasName() {
            return key.name() != null;
        }
    }

    private static String name(JsonFields fields) {
        String name = fields.trimmedText("name", TextRule.optional(NAME_MAX));
        if (name != null && name.chars().anyMatch(Character::isISOControl)) {
            fields.violate("name", "invalid");
        }
        return name == null || name.isBlank() ? null : name;
    }

    private static String userId(JsonFields fields) {
        String userId = fields.text("user_id", TextRule.optional(ID_MAX));
        if (userId == null || userId.isEmpty()) {
            return null;
        }
        if (!UuidSyntax.isValid(userId)) {
            fields.refuse("user_id is not a UUID");
        }
        return userId;
    }

    private static List<String> scopes(JsonFields fields) {
        List<String> scopes =
                fields.textList("scopes", MOST_SCOPES, TextRule.required(1, SCOPE_MAX));
        if (scopes == null) {
            return List.of();
        }
        if (!scopes.stream().allMatch(SCOPE.asMatchPredicate())) {
            fields.violate("scopes", "invalid");
        }
        return scopes.stream().distinct().toList();
    }

    private static Instant expiresAt(JsonFields fields) {
        String text = fields.text("expires_at", TextRule.optional(TIME_MAX));
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.withOffsetSameInstant(ZoneOffset.UTC).getYear() <= LAST_YEAR) {
                return time.toInstant();
            }
        } catch (DateTimeParseException e) {
            // falls through to the same violation
        }
        fields.violate("expires_at", "invalid");
        return null;
    }
}
