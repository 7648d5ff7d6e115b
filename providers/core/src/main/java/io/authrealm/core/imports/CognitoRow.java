package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of the CSV file of Cognito's user import, with an optional column for a hash. */
final class CognitoRow {

    static final Set<String> MEMBERS =
            Set.of(
                    "email",
                    "email_verified",
                    "name",
                    "given_name",
                    "family_name",
                    "phone_number",
                    "phone_number_verified",
                    "cognito:mfa_enabled",
                    "password_hash");

    private CognitoRow() {}

    static Map<String, Object> translate(Map<String, Object> values, FileContext file) {
        VendorValues vendor = new VendorValues(values);
        Map<String, Object> members = new HashMap<>();
        members.put("email", vendor.first("email"));
        members.put("email_verified", vendor.flag("email_verified"));
        members.put("display_name", displayName(vendor));
        VendorPhone phone = vendor.phone("phone_number");
        members.put("phone", phone.number());
        Object phoneVerified = vendor.flag("phone_number_verified");
        members.put(
                "phone_verified_at",
                Boolean.TRUE.equals(phoneVerified)
                        ? phone.verifiedAt(file.now().toString())
                        : unusable(phoneVerified));
        members.put("mfa_required", vendor.flag("cognito:mfa_enabled"));
        members.put("password_hash", vendor.first("password_hash"));
        return members;
    }

    private static @Nullable Object displayName(VendorValues vendor) {
        Object name = TableRow.plainText(vendor.first("name"));
        if (name != null) {
            return name;
        }
        Object given = TableRow.plainText(vendor.first("given_name"));
        Object family = TableRow.plainText(vendor.first("family_name"));
        if (given instanceof String first && family instanceof String last) {
            return first + " " + last;
        }
        if (given == null || family instanceof Unusable) {
            return family;
        }
        return given;
    }

    private static @Nullable Object unusable(@Nullable Object value) {
        return value instanceof Unusable ? value : null;
    }
}
