package io.authrealm.core.imports;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One user of an import, well formed in every respect that can be checked without the server.
 * Missing members are null; missing lists and metadata are empty.
 *
 * @param line number in the file, or position in the array, from 1
 * @param id a UUID in lower case
 * @param email as written in the file
 * @param phone in E.164
 * @param phoneVerifiedAt only if there is a phone
 * @param metadata at most 16 KiB of JSON
 * @param password in plain text, of 8 to 256 characters; never together with a hash
 * @param passwordHash a string for {@link io.authrealm.core.hash.HashFormats#read}
 * @param createdAt between 1970 and one day from now
 * @param roles names, each once
 * @param groups names or paths, each once
 * @param factors the second factors that the user has already
 */
public record ImportRow(
        long line,
        @Nullable String id,
        String email,
        boolean emailVerified,
        @Nullable String displayName,
        @Nullable String phone,
        @Nullable Instant phoneVerifiedAt,
        boolean suspended,
        Map<String, Object> metadata,
        @Nullable String locale,
        @Nullable String password,
        @Nullable String passwordHash,
        @Nullable Instant createdAt,
        List<String> roles,
        List<String> groups,
        boolean mfaRequired,
        RowFactors factors) {

    /** Leaves out what is secret or personal, for logs. */
    @Override
    public String toString() {
        return "ImportRow[line=" + line + "]";
    }
}
