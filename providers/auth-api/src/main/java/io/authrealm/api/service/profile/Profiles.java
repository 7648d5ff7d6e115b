package io.authrealm.api.service.profile;

import com.fasterxml.jackson.core.type.TypeReference;
import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.json.Json;
import io.authrealm.core.text.ProfileBounds;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.util.JsonSerialization;

/**
 * The profile of users, stored in Keycloak's user attributes. The tenant template declares these
 * attributes in the realm's user profile, so that the console shows and keeps them.
 */
public final class Profiles {

    public static final String DISPLAY_NAME = "displayName";
    static final String AVATAR_URL = "avatarUrl";
    public static final String PHONE = "phoneNumber";
    public static final String PHONE_VERIFIED_AT = "phoneVerifiedAt";
    public static final String EMAIL_VERIFIED_AT = "emailVerifiedAt";
    public static final String UPDATED_AT = "updatedAt";
    static final String METADATA = "metadata";

    private static final TypeReference<Map<String, Object>> METADATA_TYPE =
            new TypeReference<>() {};

    /** Set if the API has suspended the user; the console does not set it. */
    public static final String DISABLED_AT = "disabledAt";

    /**
     * Changes of a profile; a null member stays as it is.
     *
     * @param displayName blank to remove it
     * @param phone E.164; does not change when it was verified
     * @param metadata replaces all metadata, including the language
     */
    public record Changes(
            String displayName,
            String avatarUrl,
            String locale,
            String phone,
            Map<String, Object> metadata) {

        /** What users may change themselves. */
        public static Changes ofOwn(String displayName, String avatarUrl, String locale) {
            return new Changes(displayName, avatarUrl, locale, null, null);
        }

        /** The names of the changed members, as user attributes. */
        public List<String> names() {
            List<String> names = new ArrayList<>();
            if (displayName != null) {
                names.add(DISPLAY_NAME);
            }
            if (avatarUrl != null) {
                names.add(AVATAR_URL);
            }
            if (locale != null) {
                names.add(UserModel.LOCALE);
            }
            if (phone != null) {
                names.add(PHONE);
            }
            if (metadata != null) {
                names.add(METADATA);
            }
            return names;
        }
    }

    private final KeycloakSession session;
    private final Tenant tenant;

    public Profiles(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /** The length of the two attributes that can be long, in characters. */
    public static int length(UserModel user) {
        return Stream.of(AVATAR_URL, METADATA)
                .map(user::getFirstAttribute)
                .filter(value -> value != null)
                .mapToInt(String::length)
                .sum();
    }

    /** The profile of the caller. */
    public Profile of(Caller caller) {
        return of(caller.user());
    }

    public Profile of(UserModel user) {
        Instant createdAt =
                user.getCreatedTimestamp() == null
                        ? Instant.EPOCH
                        : Instant.ofEpochMilli(user.getCreatedTimestamp());
        Instant updatedAt = instant(user, UPDATED_AT, createdAt);
        return new Profile(
                user.getId(),
                tenant.id(),
                user.getEmail(),
                user.isEmailVerified() ? instant(user, EMAIL_VERIFIED_AT, createdAt) : null,
                user.getFirstAttribute(PHONE),
                instant(user, PHONE_VERIFIED_AT, null),
                user.getFirstName(),
                user.getLastName(),
                displayName(user),
                user.getFirstAttribute(AVATAR_URL),
                user.isEnabled() ? Profile.Status.ACTIVE : Profile.Status.SUSPENDED,
                user.isEnabled() ? null : instant(user, DISABLED_AT, updatedAt),
                metadata(user),
                createdAt,
                updatedAt);
    }

    /** Changes the profile of the caller. */
    public ProfileChangeResult change(Caller caller, Changes changes) {
        UserModel user = caller.user();
        if (changes.names().isEmpty()) {
            return new ProfileChangeResult.Changed(of(user));
        }
        if (!write(user, changes)) {
            return new ProfileChangeResult.ReadOnly();
        }
        ApiEvents.open(session, tenant, EventType.UPDATE_PROFILE)
                .user(user)
                .detail(Details.CONTEXT, "authrealm")
                .success();
        return new ProfileChangeResult.Changed(of(user));
    }

    /**
     * Writes the changes and their time. Returns false if the user belongs to a directory that this
     * server may only read; the transaction is then rolled back.
     */
    public boolean write(UserModel user, Changes changes) {
        try {
            apply(user, changes);
            user.setSingleAttribute(UPDATED_AT, ServerTime.now().toString());
            return true;
        } catch (ReadOnlyException e) {
            session.getTransactionManager().setRollbackOnly();
            return false;
        }
    }

    private static void apply(UserModel user, Changes changes) {
        if (changes.displayName() != null) {
            if (changes.displayName().isBlank()) {
                user.removeAttribute(DISPLAY_NAME);
            } else {
                user.setSingleAttribute(DISPLAY_NAME, changes.displayName());
            }
        }
        if (changes.avatarUrl() != null) {
            user.setSingleAttribute(AVATAR_URL, changes.avatarUrl());
        }
        if (changes.phone() != null) {
            user.setSingleAttribute(PHONE, changes.phone());
        }
        if (changes.metadata() != null) {
            replaceMetadata(user, changes.metadata());
        }
        if (changes.locale() != null) {
            user.setSingleAttribute(UserModel.LOCALE, changes.locale());
        }
    }

    /**
     * The language is a part of the metadata to every client and in every import, and goes with
     * them if they are replaced. It has an attribute of its own because Keycloak chooses the
     * language of its mails and pages by that.
     */
    private static void replaceMetadata(UserModel user, Map<String, Object> metadata) {
        Map<String, Object> stored = new LinkedHashMap<>(metadata);
        if (stored.get(UserModel.LOCALE) instanceof String locale
                && ProfileBounds.LOCALES.contains(locale)) {
            stored.remove(UserModel.LOCALE);
            user.setSingleAttribute(UserModel.LOCALE, locale);
        } else {
            user.removeAttribute(UserModel.LOCALE);
        }
        if (stored.isEmpty()) {
            user.removeAttribute(METADATA);
        } else {
            user.setSingleAttribute(METADATA, Json.SNAKE_CASE.write(stored).trim());
        }
    }

    /** The display name, or null. */
    public static String displayName(UserModel user) {
        String displayName = user.getFirstAttribute(DISPLAY_NAME);
        if (displayName != null) {
            return displayName;
        }
        String names =
                Stream.of(user.getFirstName(), user.getLastName())
                        .filter(name -> name != null && !name.isBlank())
                        .collect(Collectors.joining(" "));
        return names.isEmpty() ? null : names;
    }

    private static Map<String, Object> metadata(UserModel user) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        String stored = user.getFirstAttribute(METADATA);
        if (stored != null) {
            try {
                metadata.putAll(JsonSerialization.readValue(stored, METADATA_TYPE));
            } catch (IOException | RuntimeException e) {
                // An admin has written another format into the attribute, so it is not shown.
                metadata.clear();
            }
        }
        String locale = user.getFirstAttribute(UserModel.LOCALE);
        if (locale != null) {
            metadata.put("locale", locale);
        }
        return metadata;
    }

    private static Instant instant(UserModel user, String attribute, Instant otherwise) {
        String value = user.getFirstAttribute(attribute);
        try {
            return value == null ? otherwise : Instant.parse(value);
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }
}
