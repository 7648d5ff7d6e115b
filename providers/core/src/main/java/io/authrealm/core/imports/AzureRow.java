package io.authrealm.core.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user in the form in which Microsoft Graph lists users, with an optional hash. */
final class AzureRow {

    static final Set<String> MEMBERS =
            Set.of(
                    "identities",
                    "mail",
                    "userPrincipalName",
                    "displayName",
                    "mobilePhone",
                    "accountEnabled",
                    "createdDateTime",
                    "password_hash");

    private AzureRow() {}

    static Map<String, Object> translate(Map<String, Object> values) {
        VendorValues vendor = new VendorValues(values);
        Object local = localAddress(values.get("identities"));
        Map<String, Object> members = new HashMap<>();
        members.put("email", local != null ? local : vendor.first("mail", "userPrincipalName"));
        members.put("display_name", vendor.first("displayName"));
        members.put("phone", vendor.phone("mobilePhone"));
        members.put("status", vendor.status("accountEnabled", false));
        members.put("created_at", vendor.first("createdDateTime"));
        members.put("password_hash", vendor.first("password_hash"));
        return members;
    }

    private static @Nullable Object localAddress(@Nullable Object identities) {
        if (!(identities instanceof List<?> list)) {
            return null;
        }
        for (Object identity : list) {
            if (identity instanceof Map<?, ?> member
                    && "emailAddress".equals(member.get("signInType"))) {
                return member.get("issuerAssignedId");
            }
        }
        return null;
    }
}
