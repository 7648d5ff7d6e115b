package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row of Supabase's table {@code auth.users}, as JSON or CSV, or a user as its API for admins
 * lists them. The app's metadata are ignored, because users may see all their metadata here.
 */
final class SupabaseRow {

    static final Set<String> MEMBERS =
            Set.of(
                    "email",
                    "encrypted_password",
                    "password_hash",
                    "email_confirmed_at",
                    "confirmed_at",
                    "phone",
                    "phone_confirmed_at",
                    "raw_user_meta_data",
                    "user_metadata",
                    "banned_until",
                    "deleted_at",
                    "created_at",
                    "factors",
                    "mfa_factors");

    /** PostgreSQL's own form of a time: a blank, and an offset of two digits. */
    private static final Pattern POSTGRESQL =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})[ T]([\\d:.]+)([+-]\\d{2})(?::?(\\d{2}))?");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private SupabaseRow() {}

    static Map<String, Object> translate(Map<String, Object> values, FileContext file) {
        VendorValues vendor = new VendorValues(values);
        Map<String, Object> members = new HashMap<>();
        members.put("email", vendor.first("email"));
        // confirmed_at is also set if only the phone is confirmed.
        members.put("email_verified", vendor.first("email_confirmed_at") != null);
        Object metadata = metadata(vendor);
        members.put("metadata", metadata);
        members.put("display_name", displayName(metadata));
        VendorPhone phone = phone(vendor.first("phone"));
        members.put("phone", phone.number());
        members.put("phone_verified_at", phone.verifiedAt(time(vendor, "phone_confirmed_at")));
        members.put("status", status(vendor, file));
        members.put("created_at", time(vendor, "created_at"));
        members.put("password_hash", vendor.first("password_hash", "encrypted_password"));
        List<Object> factors = factors(vendor.first("factors", "mfa_factors"));
        members.put("totp", totp(factors));
        members.put("mfa_required", !factors.isEmpty());
        return members;
    }

    /** Supabase stores a number in E.164 without the plus sign. */
    private static VendorPhone phone(@Nullable Object value) {
        return VendorPhone.of(
                value instanceof String text && DIGITS.matcher(text).matches()
                        ? "+" + text
                        : value);
    }

    private static @Nullable Object metadata(VendorValues vendor) {
        Object value = vendor.first("raw_user_meta_data", "user_metadata");
        if (!(value instanceof String text)) {
            return value;
        }
        return JsonRecord.read(text.getBytes(StandardCharsets.UTF_8))
                        instanceof RowContent.Members members
                ? members.values()
                : new Unusable("invalid");
    }

    private static @Nullable Object displayName(@Nullable Object metadata) {
        if (!(metadata instanceof Map<?, ?> object)) {
            return null;
        }
        for (String name : List.of("full_name", "name", "display_name")) {
            if (object.get(name) instanceof String text && !text.isBlank()) {
                return text;
            }
        }
        return null;
    }

    private static @Nullable Object status(VendorValues vendor, FileContext file) {
        if (vendor.first("deleted_at") != null) {
            return new Unusable("deleted");
        }
        Object until = time(vendor, "banned_until");
        if (until == null || until instanceof Unusable) {
            return until;
        }
        return Instant.parse(until.toString()).isAfter(file.now()) ? "suspended" : "active";
    }

    /** In the form of RFC 3339. */
    private static @Nullable Object time(VendorValues vendor, String name) {
        Object value = vendor.first(name);
        if (!(value instanceof String text)) {
            return value == null ? null : new Unusable("invalid");
        }
        try {
            return OffsetDateTime.parse(
                            POSTGRESQL
                                    .matcher(text.strip())
                                    .replaceFirst(
                                            found ->
                                                    found.group(1)
                                                            + "T"
                                                            + found.group(2)
                                                            + found.group(3)
                                                            + ":"
                                                            + (found.group(4) == null
                                                                    ? "00"
                                                                    : found.group(4))))
                    .toInstant()
                    .toString();
        } catch (DateTimeException e) {
            return new Unusable("invalid");
        }
    }

    /** The factors that were set up to the end, from a list or its JSON in CSV. */
    private static List<Object> factors(@Nullable Object value) {
        Object list =
                value instanceof String text
                        ? JsonRecord.read(
                                                ("{\"factors\":" + text + "}")
                                                        .getBytes(StandardCharsets.UTF_8))
                                        instanceof RowContent.Members members
                                ? members.values().get("factors")
                                : text
                        : value;
        if (!(list instanceof List<?> elements)) {
            // Something is there that cannot be read, and it may be a factor.
            return list == null ? List.of() : List.of(list);
        }
        List<Object> verified = new ArrayList<>();
        for (Object element : elements) {
            if (!"unverified".equals(VendorValues.of(element).first("status"))) {
                verified.add(element);
            }
        }
        return verified;
    }

    /** The apps whose secret is in the file, which is only if it was joined to the users. */
    private static List<Object> totp(List<Object> factors) {
        List<Object> apps = new ArrayList<>();
        for (Object factor : factors) {
            VendorValues values = VendorValues.of(factor);
            Object secret = values.first("secret");
            if ("totp".equals(values.first("factor_type")) && secret != null) {
                apps.add(Map.of("secret", secret));
            }
        }
        return apps;
    }
}
