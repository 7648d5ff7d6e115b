package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of Auth0's export or bulk import. Its {@code app_metadata} is ignored: users may see all
 * their metadata here, and may not see that member at Auth0.
 */
final class Auth0Row {

    static final Set<String> MEMBERS =
            Set.of(
                    "email",
                    "email_verified",
                    "name",
                    "nickname",
                    "phone_number",
                    "phone_verified",
                    "blocked",
                    "created_at",
                    "user_metadata",
                    "password_hash",
                    "passwordHash",
                    "custom_password_hash");

    private Auth0Row() {}

    static Map<String, Object> translate(Map<String, Object> values, Instant now) {
        VendorValues vendor = new VendorValues(values);
        Map<String, Object> members = new HashMap<>();
        members.put("email", vendor.first("email"));
        members.put("email_verified", values.get("email_verified"));
        members.put("display_name", vendor.first("name", "nickname"));
        members.put("phone", vendor.phone("phone_number"));
        if (members.get("phone") != null && Boolean.TRUE.equals(values.get("phone_verified"))) {
            members.put("phone_verified_at", now.toString());
        }
        members.put("status", vendor.status("blocked", true));
        members.put("created_at", vendor.first("created_at"));
        members.put("metadata", values.get("user_metadata"));
        members.put("password_hash", hash(vendor));
        return members;
    }

    private static @Nullable Object hash(VendorValues vendor) {
        Object plain = vendor.first("password_hash", "passwordHash");
        Object custom = vendor.first("custom_password_hash");
        if (custom == null) {
            return plain;
        }
        if (plain != null) {
            return new Unusable("invalid");
        }
        return custom instanceof Map<?, ?> description
                ? Auth0Hash.encode(description)
                        .<Object>map(encoded -> encoded)
                        .orElse(new Unusable("password_hash_unsupported"))
                : new Unusable("invalid");
    }
}
