package io.authrealm.core.imports;

import java.util.Locale;
import java.util.Optional;

/** Where a file of users comes from, which decides its format and the names of its members. */
public enum ImportSource {
    /** JSON, one object a line or one array of them: Auth0's export and its bulk import. */
    AUTH0,

    /** CSV with the column names of Amazon Cognito's user import. */
    COGNITO,

    /** JSON, one object with the array {@code value}: Microsoft Graph's list of users. */
    AZURE_B2C,

    /** JSON, one object a line or one array of them, with the members of this API. */
    NATIVE;

    /** Reads the name that the API has for a source; spaces around it and case do not count. */
    public static Optional<ImportSource> of(String wireName) {
        if (wireName == null) {
            return Optional.empty();
        }
        return switch (wireName.trim().toLowerCase(Locale.ROOT)) {
            case "auth0" -> Optional.of(AUTH0);
            case "cognito" -> Optional.of(COGNITO);
            case "azure_b2c" -> Optional.of(AZURE_B2C);
            case "native" -> Optional.of(NATIVE);
            default -> Optional.empty();
        };
    }

    /** The name in the API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
