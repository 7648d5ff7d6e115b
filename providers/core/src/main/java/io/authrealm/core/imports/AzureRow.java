package io.authrealm.core.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A user in the form in which Microsoft Graph lists users, with an optional hash. */
final class AzureRow {

    static final Set<String> MEMBERS =
            Set.of(
                    "identities",
                    "mail",
                    "otherMails",
                    "userPrincipalName",
                    "displayName",
                    "mobilePhone",
                    "accountEnabled",
                    "createdDateTime",
                    "password_hash");

    private static final Pattern MADE_UP =
            Pattern.compile(
                    "(?:cpim_|[^@]*#ext#|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}@|[0-9a-f]{32}@)",
                    Pattern.CASE_INSENSITIVE);

    private AzureRow() {}

    static Map<String, Object> translate(Map<String, Object> values) {
        VendorValues vendor = new VendorValues(values);
        Map<String, Object> members = new HashMap<>();
        members.put("email", email(vendor));
        members.put("display_name", vendor.first("displayName"));
        members.put("phone", vendor.phone("mobilePhone").number());
        members.put("status", vendor.status("accountEnabled", false));
        members.put("created_at", vendor.first("createdDateTime"));
        members.put("password_hash", vendor.first("password_hash"));
        return members;
    }

    private static @Nullable Object email(VendorValues vendor) {
        Object local = localAddress(vendor.first("identities"));
        if (local != null) {
            return local;
        }
        Object mail = vendor.first("mail");
        if (mail != null) {
            return mail;
        }
        Object other = firstText(vendor.first("otherMails"));
        return other != null ? other : address(vendor.first("userPrincipalName"));
    }

    private static @Nullable Object firstText(@Nullable Object list) {
        return list instanceof List<?> values
                ? values.stream()
                        .filter(value -> value instanceof String text && !text.isBlank())
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /**
     * The principal name, if it is an address. Azure makes up the names of its local accounts and
     * guests, which nobody receives mail at.
     */
    private static @Nullable Object address(@Nullable Object principalName) {
        return principalName instanceof String name && MADE_UP.matcher(name).lookingAt()
                ? null
                : principalName;
    }

    private static @Nullable Object localAddress(@Nullable Object identities) {
        if (!(identities instanceof List<?> list)) {
            return null;
        }
        for (Object identity : list) {
            if (identity instanceof Map<?, ?> member
                    && "emailAddress".equals(member.get("signInType"))
                    && member.get("issuerAssignedId") instanceof String address
                    && !address.isBlank()) {
                return address;
            }
        }
        return null;
    }
}
