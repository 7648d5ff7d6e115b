package io.authrealm.api.tenant;

import io.authrealm.core.text.UuidSyntax;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who owns a tenant: a user, and the realm that the user is one of. The realm belongs to it,
 * because the admins of another realm may import a user with any id that is free.
 *
 * @param realmId null for the realm of the tenant
 */
public record ParentOwner(String realmId, String userId) {

    /** Keycloak keeps ids of realms in 36 characters. */
    private static final Pattern FORM = Pattern.compile("(?:([^/\\s]{1,36})/)?([^/\\s]+)");

    /**
     * Reads the value of a setting: a user's id, or the id of a realm, a slash and a user's id.
     *
     * @throws IllegalArgumentException with a text for the admin
     */
    static ParentOwner of(String setting, String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches() || !UuidSyntax.isValid(matcher.group(2))) {
            throw new IllegalArgumentException(
                    setting
                            + " must be the id of a user of this realm, or the id of another realm, a"
                            + " slash and the id of a user of that realm.");
        }
        return new ParentOwner(matcher.group(1), matcher.group(2).toLowerCase(Locale.ROOT));
    }

    /**
     * The realm of the user.
     *
     * @param tenantRealmId of the tenant that the setting is one of
     */
    public String realmIdIn(String tenantRealmId) {
        return realmId == null ? tenantRealmId : realmId;
    }

    /** Names the user among those of all realms. */
    String nameIn(String tenantRealmId) {
        return name(realmIdIn(tenantRealmId), userId);
    }

    /** The same of any user. */
    static String name(String realmId, String userId) {
        return realmId + '/' + userId;
    }
}
