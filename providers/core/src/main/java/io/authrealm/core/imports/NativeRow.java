package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import io.authrealm.core.json.Json;
import io.authrealm.core.json.TextRule;
import io.authrealm.core.json.ViolationText;
import io.authrealm.core.text.E164;
import io.authrealm.core.text.NewPassword;
import io.authrealm.core.text.ProfileBounds;
import io.authrealm.core.text.UuidSyntax;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the members of a user. The first broken rule is reported, and a broken rule of the
 * email before all others.
 */
final class NativeRow {

    static final Set<String> MEMBERS =
            Set.of(
                    "id",
                    "email",
                    "email_verified",
                    "display_name",
                    "name",
                    "phone",
                    "phone_verified_at",
                    "status",
                    "metadata",
                    "locale",
                    "password",
                    "password_hash",
                    "created_at",
                    "roles",
                    "groups",
                    "mfa_required",
                    "totp",
                    "recovery_codes");

    private static final Set<String> STATUS = Set.of("active", "suspended");

    private static final int MAX_HASH = 4096;
    private static final int MAX_SHORT_TEXT = 64;
    private static final int MAX_APPS = 5;
    private static final int MAX_CODES = 50;
    private static final int MIN_CODE = 6;
    private static final int MAX_CODE = 64;
    private static final int MAX_NAMES = 50;
    private static final int MAX_NAME = 255;
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final long line;
    private final Map<String, Object> members;
    private final Instant now;
    private String brokenMember = "";
    private @Nullable String brokenCode;

    NativeRow(long line, Map<String, Object> members, Instant now) {
        this.line = line;
        this.members = members;
        this.now = now;
    }

    ParsedRow parse() {
        String email = text("email", TextRule.requiredEmail());
        ImportRow row =
                new ImportRow(
                        line,
                        id(),
                        email == null ? "" : email,
                        flag("email_verified"),
                        text(
                                members.get("display_name") != null ? "display_name" : "name",
                                TextRule.optional(ProfileBounds.MAX_DISPLAY_NAME)),
                        phone(),
                        phoneVerifiedAt(),
                        "suspended".equals(oneOf("status", STATUS)),
                        metadata(),
                        oneOf("locale", ProfileBounds.LOCALES),
                        password(),
                        passwordHash(),
                        time("created_at"),
                        names("roles"),
                        names("groups"),
                        flag("mfa_required"),
                        new RowFactors(totp(), recoveryCodes()));
        if (brokenCode == null) {
            return new ParsedRow.Row(row);
        }
        return new ParsedRow.Refused(
                line, row.email(), brokenCode, message(brokenMember, brokenCode));
    }

    static String message(String member, String code) {
        return member
                + ' '
                + switch (code) {
                    case "invalid_json" -> "is not one JSON object with each member once";
                    case "invalid_csv" -> "is not well-formed CSV";
                    case "invalid_encoding" -> "is not UTF-8";
                    case "unknown_member" -> "has a member that is not known";
                    case "wrong_number_of_values" ->
                            "has more or fewer values than there are columns";
                    case "hash_parameters_required" ->
                            "needs the parameters of the project's hashes";
                    case "deleted" -> "is that of a user who was deleted";
                    case "formula" -> "begins like a formula of a spreadsheet";
                    case "password_hash_unsupported" -> "is of a kind that cannot be verified";
                    default -> ViolationText.of(code);
                };
    }

    private void violate(String member, String code) {
        if (brokenCode == null) {
            brokenMember = member;
            brokenCode = code;
        }
    }

    /** The value if it has the type, else null. */
    private <T> @Nullable T typed(String name, Class<T> type) {
        Object value = members.get(name);
        if (value instanceof Unusable unusable) {
            violate(name, unusable.code());
            return null;
        }
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        violate(name, "invalid");
        return null;
    }

    /**
     * The text if it passes, else null. An empty text that is allowed to be empty counts as absent.
     */
    private @Nullable String text(String name, TextRule rule) {
        String value = typed(name, String.class);
        boolean mistyped = value == null && members.get(name) != null;
        String code = mistyped ? null : rule.violation(value);
        if (code != null) {
            violate(name, code);
        }
        return mistyped || code != null || value == null || value.isEmpty() ? null : value;
    }

    private boolean flag(String name) {
        return Boolean.TRUE.equals(typed(name, Boolean.class));
    }

    private @Nullable String id() {
        String id = typed("id", String.class);
        if (id == null) {
            return null;
        }
        if (!UuidSyntax.isValid(id)) {
            violate("id", "invalid_uuid");
        }
        return id.toLowerCase(Locale.ROOT);
    }

    private @Nullable String phone() {
        String phone = typed("phone", String.class);
        if (phone != null && !E164.isValid(phone)) {
            violate("phone", "invalid_phone");
        }
        return phone;
    }

    private @Nullable Instant phoneVerifiedAt() {
        Instant time = time("phone_verified_at");
        if (time != null && members.get("phone") == null) {
            violate("phone_verified_at", "invalid");
        }
        return time;
    }

    private @Nullable String oneOf(String name, Set<String> allowed) {
        String value = typed(name, String.class);
        if (value != null && !allowed.contains(value)) {
            violate(name, "not_allowed");
        }
        return value;
    }

    private @Nullable String password() {
        String password = typed("password", String.class);
        if (password == null) {
            return null;
        }
        if (members.get("password_hash") != null) {
            violate("password", "invalid");
        }
        return text("password", TextRule.required(NewPassword.MIN_LENGTH, NewPassword.MAX_LENGTH));
    }

    /**
     * The hash; null too if the text says that no password can match, as Django and crypt(3) write
     * it. The user then has no password.
     */
    private @Nullable String passwordHash() {
        String hash = text("password_hash", TextRule.optional(MAX_HASH));
        return hash == null || hash.startsWith("!") || hash.equals("*") ? null : hash;
    }

    private @Nullable Instant time(String name) {
        String value = text(name, TextRule.optional(MAX_SHORT_TEXT));
        if (value == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(value).toInstant();
            if (!time.isBefore(Instant.EPOCH) && !time.isAfter(now.plus(CLOCK_SKEW))) {
                return time;
            }
        } catch (DateTimeException e) {
            // Reported below, because the JDK's reason repeats the text.
        }
        violate(name, "invalid");
        return null;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> metadata() {
        Map<String, Object> metadata = typed("metadata", Map.class);
        if (metadata == null) {
            return Map.of();
        }
        int length = Json.SNAKE_CASE.write(metadata).getBytes(StandardCharsets.UTF_8).length - 1;
        if (length > ProfileBounds.MAX_METADATA) {
            violate("metadata", "too_long");
        }
        return metadata;
    }

    private List<TotpSecret> totp() {
        List<?> values = list("totp", MAX_APPS);
        List<TotpSecret> apps = new ArrayList<>();
        for (Object value : values) {
            Optional<TotpSecret> app =
                    value instanceof Map<?, ?> object ? TotpSecret.of(object) : Optional.empty();
            if (app.isEmpty()) {
                violate("totp", "invalid");
                return List.of();
            }
            apps.add(app.get());
        }
        return List.copyOf(apps);
    }

    /** Codes in clear; translated rows may also have stored ones. */
    private List<RecoveryCode> recoveryCodes() {
        Set<RecoveryCode> codes = new LinkedHashSet<>();
        TextRule rule = TextRule.required(MIN_CODE, MAX_CODE);
        for (Object value : list("recovery_codes", MAX_CODES)) {
            boolean isClear =
                    value instanceof String text
                            && rule.violation(RecoveryCode.plain(text)) == null;
            boolean isStored = value instanceof RecoveryCode code && code.isValid();
            if (!isClear && !isStored) {
                violate("recovery_codes", "invalid");
                return List.of();
            }
            codes.add(isClear ? RecoveryCode.of((String) value) : (RecoveryCode) value);
        }
        return List.copyOf(codes);
    }

    /** Each name once. */
    private List<String> names(String name) {
        Set<String> names = new LinkedHashSet<>();
        for (Object value : list(name, MAX_NAMES)) {
            String text = value instanceof String string ? string : null;
            String code = text == null ? "invalid" : TextRule.required(1, MAX_NAME).violation(text);
            if (code != null) {
                violate(name, code);
                return List.of();
            }
            names.add(text);
        }
        return List.copyOf(names);
    }

    private List<?> list(String name, int max) {
        List<?> values = typed(name, List.class);
        if (values == null) {
            return List.of();
        }
        if (values.size() > max) {
            violate(name, "too_long");
            return List.of();
        }
        return values;
    }
}
