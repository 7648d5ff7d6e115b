package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
                    "multifactor",
                    "mfa_factors",
                    "user_metadata",
                    "password_hash",
                    "passwordHash",
                    "custom_password_hash");

    private Auth0Row() {}

    static Map<String, Object> translate(Map<String, Object> values, FileContext file) {
        VendorValues vendor = new VendorValues(values);
        Map<String, Object> members = new HashMap<>();
        members.put("email", vendor.first("email"));
        members.put("email_verified", values.get("email_verified"));
        members.put("display_name", vendor.first("name", "nickname"));
        VendorPhone phone = vendor.phone("phone_number");
        members.put("phone", phone.number());
        if (Boolean.TRUE.equals(values.get("phone_verified"))) {
            members.put("phone_verified_at", phone.verifiedAt(file.now().toString()));
        }
        members.put("status", vendor.status("blocked", true));
        members.put("created_at", vendor.first("created_at"));
        members.put("metadata", values.get("user_metadata"));
        members.put("password_hash", hash(vendor));
        members.put("totp", totp(vendor.first("mfa_factors")));
        members.put(
                "mfa_required", vendor.isFilled("multifactor") || vendor.isFilled("mfa_factors"));
        return members;
    }

    /** The apps among the factors of a bulk import; the others are by mail or text message. */
    private static List<Object> totp(@Nullable Object factors) {
        List<Object> apps = new ArrayList<>();
        if (factors instanceof List<?> list) {
            for (Object factor : list) {
                if (factor instanceof Map<?, ?> object
                        && object.get("totp") instanceof Map<?, ?> app) {
                    apps.add(app);
                }
            }
        }
        return apps;
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
