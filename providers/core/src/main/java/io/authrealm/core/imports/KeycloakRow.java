package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import io.authrealm.core.text.EmailSyntax;
import io.authrealm.core.text.ProfileBounds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of Keycloak's export of a realm. Of the attributes only those are read that this API has a
 * member for: users may see all their metadata here, and may not see every attribute at Keycloak.
 */
final class KeycloakRow {

    static final Set<String> MEMBERS =
            Set.of(
                    "username",
                    "email",
                    "emailVerified",
                    "enabled",
                    "firstName",
                    "lastName",
                    "createdTimestamp",
                    "attributes",
                    "credentials",
                    "requiredActions",
                    "realmRoles",
                    "groups");

    /** Each realm has one of its own, which its users get anyway. */
    private static final String DEFAULT_ROLE = "default-roles-";

    private KeycloakRow() {}

    static Map<String, Object> translate(Map<String, Object> values) {
        VendorValues vendor = new VendorValues(values);
        VendorValues attributes = attributes(vendor.first("attributes"));
        Map<String, Object> members = new HashMap<>();
        members.put("email", email(vendor));
        members.put("email_verified", vendor.first("emailVerified"));
        members.put(
                "display_name",
                vendor.displayName(attributes.first("displayName"), "firstName", "lastName"));
        VendorPhone phone = attributes.phone("phoneNumber", "phone_number");
        members.put("phone", phone.number());
        members.put("phone_verified_at", phone.verifiedAt(attributes.first("phoneVerifiedAt")));
        members.put("locale", locale(attributes.first("locale")));
        members.put("metadata", metadata(attributes.first("metadata")));
        members.put("status", vendor.status("enabled", false));
        members.put("created_at", vendor.milliseconds("createdTimestamp"));
        members.put("roles", roles(vendor.first("realmRoles")));
        members.put("groups", vendor.first("groups"));
        new KeycloakCredentials(vendor.first("credentials")).addTo(members);
        if (isSecondFactorDemanded(vendor, attributes)) {
            members.put("mfa_required", true);
        }
        return members;
    }

    /** The first value of each attribute. */
    private static VendorValues attributes(@Nullable Object attributes) {
        Map<String, @Nullable Object> first = new HashMap<>();
        VendorValues.of(attributes)
                .members()
                .forEach(
                        (name, values) ->
                                first.put(
                                        name,
                                        values instanceof List<?> list && !list.isEmpty()
                                                ? list.get(0)
                                                : null));
        return new VendorValues(first);
    }

    private static @Nullable Object email(VendorValues vendor) {
        Object email = vendor.first("email");
        Object username = vendor.first("username");
        return email == null && username instanceof String name && EmailSyntax.isValid(name)
                ? name
                : email;
    }

    /** A language that this API does not have is no error, because it was right at the source. */
    private static @Nullable Object locale(@Nullable Object locale) {
        return locale instanceof String name && ProfileBounds.LOCALES.contains(name) ? name : null;
    }

    private static @Nullable Object metadata(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        return JsonRecord.read(text.getBytes(StandardCharsets.UTF_8))
                        instanceof RowContent.Members members
                ? members.values()
                : new Unusable("invalid");
    }

    private static @Nullable Object roles(@Nullable Object roles) {
        if (!(roles instanceof List<?> names)) {
            return roles;
        }
        List<Object> others = new ArrayList<>();
        for (Object name : names) {
            if (!(name instanceof String text && text.startsWith(DEFAULT_ROLE))) {
                others.add(name);
            }
        }
        return others;
    }

    private static boolean isSecondFactorDemanded(VendorValues vendor, VendorValues attributes) {
        return "true".equals(attributes.first("mfaRequired"))
                || (vendor.first("requiredActions") instanceof List<?> actions
                        && (actions.contains("CONFIGURE_TOTP")
                                || actions.contains("webauthn-register")));
    }
}
