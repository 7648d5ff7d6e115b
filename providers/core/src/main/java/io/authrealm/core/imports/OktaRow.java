package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user in the form in which Okta's API lists users. It has no hashes; a file that was made for
 * Okta's own import may have them.
 */
final class OktaRow {

    static final Set<String> MEMBERS =
            Set.of("profile", "status", "created", "credentials", "password_hash");

    private OktaRow() {}

    static Map<String, Object> translate(Map<String, Object> values) {
        VendorValues vendor = new VendorValues(values);
        VendorValues profile = VendorValues.of(vendor.first("profile"));
        Map<String, Object> members = new HashMap<>();
        members.put("email", profile.first("email", "login"));
        members.put(
                "display_name",
                profile.displayName(profile.first("displayName"), "firstName", "lastName"));
        members.put("phone", profile.phone("mobilePhone", "primaryPhone").number());
        members.put("status", status(vendor.first("status")));
        members.put("created_at", vendor.first("created"));
        members.put("password_hash", hash(vendor));
        return members;
    }

    /** Who cannot sign in at Okta without an admin cannot do so here. */
    private static @Nullable Object status(@Nullable Object status) {
        if (!(status instanceof String text)) {
            return status == null ? null : new Unusable("invalid");
        }
        return switch (text) {
            case "ACTIVE", "PROVISIONED", "PASSWORD_EXPIRED", "RECOVERY", "LOCKED_OUT" -> "active";
            case "STAGED", "SUSPENDED", "DEPROVISIONED" -> "suspended";
            default -> new Unusable("invalid");
        };
    }

    private static @Nullable Object hash(VendorValues vendor) {
        Object encoded = vendor.first("password_hash");
        if (encoded != null
                || !(vendor.first("credentials") instanceof Map<?, ?> credentials)
                || !(credentials.get("password") instanceof Map<?, ?> password)
                || !(password.get("hash") instanceof Map<?, ?> hash)) {
            return encoded;
        }
        return OktaHash.encode(hash)
                .<Object>map(text -> text)
                .orElse(new Unusable("password_hash_unsupported"));
    }
}
