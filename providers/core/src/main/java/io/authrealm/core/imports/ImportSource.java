package io.authrealm.core.imports;

import java.util.Locale;
import java.util.Optional;

/**
 * The system that a file of users comes from. It decides the format and the names of the members.
 */
public enum ImportSource {
    /** JSON, one object a line or one array of them: Auth0's export and its bulk import. */
    AUTH0,

    /** CSV with the column names of Amazon Cognito's user import. */
    COGNITO,

    /** JSON, one object with the array {@code value}: Microsoft Graph's list of users. */
    AZURE_B2C,

    /**
     * JSON, one object or answer with the array {@code users} or an array, or CSV without a header:
     * what {@code firebase auth:export} writes.
     */
    FIREBASE,

    /** Supabase's table {@code auth.users}: JSON as for Auth0, or CSV with a header. */
    SUPABASE,

    /** JSON, one object a line or one array of them: Okta's list of users. */
    OKTA,

    /** JSON, one object with the array {@code users}, or an array: Keycloak's export of a realm. */
    KEYCLOAK,

    /** JSON, one object a line or one array of them, with the members of this API. */
    NATIVE;

    /** Parses the API's name of a source; surrounding spaces and case do not matter. */
    public static Optional<ImportSource> of(String wireName) {
        if (wireName == null) {
            return Optional.empty();
        }
        return switch (wireName.trim().toLowerCase(Locale.ROOT)) {
            case "auth0" -> Optional.of(AUTH0);
            case "cognito" -> Optional.of(COGNITO);
            case "azure_b2c" -> Optional.of(AZURE_B2C);
            case "firebase" -> Optional.of(FIREBASE);
            case "supabase" -> Optional.of(SUPABASE);
            case "okta" -> Optional.of(OKTA);
            case "keycloak" -> Optional.of(KEYCLOAK);
            case "native" -> Optional.of(NATIVE);
            default -> Optional.empty();
        };
    }

    /** The name in the API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
