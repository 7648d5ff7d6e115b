package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of Firebase: in the JSON or the CSV of {@code auth:export}, in the answers of its REST
 * API, or as the Admin SDK lists users. Custom claims are ignored, because users may see all their
 * metadata here.
 */
final class FirebaseRow {

    static final Set<String> MEMBERS =
            Set.of(
                    "email",
                    "emailVerified",
                    "passwordHash",
                    "salt",
                    "passwordSalt",
                    "password_hash",
                    "displayName",
                    "createdAt",
                    "metadata",
                    "phoneNumber",
                    "disabled",
                    "mfaInfo",
                    "multiFactor");

    /** A row has a comma behind its last value. Those of auth:import lack the last two. */
    static final SourceFormat.Table TABLE = new SourceFormat.Table(false, columns(), 3);

    /** What the Admin SDK gives to those who may not read hashes, in base64. */
    private static final String REDACTED = "UkVEQUNURUQ=";

    private FirebaseRow() {}

    static Map<String, Object> translate(Map<String, Object> values, FileContext file) {
        VendorValues vendor = new VendorValues(values);
        Map<String, Object> members = new HashMap<>();
        members.put("email", vendor.first("email"));
        members.put("email_verified", vendor.flag("emailVerified"));
        members.put("display_name", vendor.first("displayName"));
        members.put("phone", vendor.phone("phoneNumber").number());
        members.put("status", new VendorValues(disabled(vendor)).status("disabled", true));
        members.put("created_at", createdAt(vendor));
        members.put("password_hash", hash(vendor, file));
        members.put("mfa_required", hasSecondFactor(vendor));
        return members;
    }

    private static Map<String, @Nullable Object> disabled(VendorValues vendor) {
        return Collections.singletonMap("disabled", vendor.flag("disabled"));
    }

    private static @Nullable Object createdAt(VendorValues vendor) {
        if (vendor.first("createdAt") != null) {
            return vendor.milliseconds("createdAt");
        }
        if (!(vendor.first("metadata") instanceof Map<?, ?> metadata)
                || !(metadata.get("creationTime") instanceof String time)) {
            return null;
        }
        try {
            return Instant.from(ZonedDateTime.parse(time, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .toString();
        } catch (DateTimeException e) {
            return new Unusable("invalid");
        }
    }

    private static @Nullable Object hash(VendorValues vendor, FileContext file) {
        Object encoded = vendor.first("password_hash");
        Object hash = vendor.first("passwordHash");
        if (encoded != null || hash == null) {
            return encoded;
        }
        if (REDACTED.equals(hash)) {
            return new Unusable("password_hash_unsupported");
        }
        Object salt = vendor.first("salt", "passwordSalt");
        if (!(hash instanceof String hashText) || !(salt instanceof String saltText)) {
            return new Unusable("invalid");
        }
        return file.firebase() == null
                ? new Unusable("hash_parameters_required")
                : file.firebase().encode(saltText, hashText);
    }

    private static boolean hasSecondFactor(VendorValues vendor) {
        return vendor.isFilled("mfaInfo")
                || (vendor.first("multiFactor") instanceof Map<?, ?> factors
                        && factors.get("enrolledFactors") instanceof List<?> enrolled
                        && !enrolled.isEmpty());
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(Collections.nCopies(29, ""));
        columns.set(1, "email");
        columns.set(2, "emailVerified");
        columns.set(3, "passwordHash");
        columns.set(4, "salt");
        columns.set(5, "displayName");
        columns.set(23, "createdAt");
        columns.set(25, "phoneNumber");
        columns.set(26, "disabled");
        return List.copyOf(columns);
    }
}
