package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.imports.UserImports;
import io.authrealm.api.service.profile.Profile;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signup.AccountCreation;
import io.authrealm.api.service.users.ManagedUser;
import io.authrealm.api.service.users.UserCreation;
import io.authrealm.core.imports.FirebaseParameters;
import io.authrealm.core.imports.ImportRow;
import io.authrealm.core.imports.ImportSource;
import io.authrealm.core.imports.ParsedRow;
import io.authrealm.core.imports.RowFactors;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.E164;
import io.authrealm.core.text.NewPassword;
import io.authrealm.core.text.ProfileBounds;
import io.authrealm.core.text.UuidSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON objects that the dialect takes, with the rules of their members. Anonymous routes ignore
 * unknown members; the other routes refuse them.
 */
final class QeetRequests {

    /** An imported password may be longer than a new one; the bound only keeps hashing cheap. */
    private static final int SIGN_IN_PASSWORD_MAX = 1024;

    /**
     * The services refuse other lengths too. If they break a rule here, the answer names the member
     * together with the others that do.
     */
    static final TextRule NEW_PASSWORD =
            TextRule.required(NewPassword.MIN_LENGTH, NewPassword.MAX_LENGTH);

    private static final int EMAIL_MAX = 1024;
    private static final int AVATAR_URL_MAX = 300_000;
    private static final int TOKEN_MAX = 16_384;
    private static final int CODE_MAX = 64;
    private static final int PHONE_MAX = 64;
    private static final int REDIRECT_URI_MAX = 2048;
    private static final int STATE_MAX = 1024;

    /** The longest of PKCE (RFC 7636, section 4.2); that of S256 is shorter. */
    private static final int CODE_CHALLENGE_MAX = 128;

    private static final Map<String, Profile.Status> STATUSES =
            Map.of("active", Profile.Status.ACTIVE, "suspended", Profile.Status.SUSPENDED);

    private QeetRequests() {}

    record Login(String email, String password, AppReturn app) {

        static Login parse(JsonFields fields) {
            return new Login(
                    fields.text("email", TextRule.requiredEmail()),
                    fields.text("password", TextRule.required(1, SIGN_IN_PASSWORD_MAX)),
                    appOf(fields));
        }

        /** Hides the password. */
        @Override
        public String toString() {
            return "Login";
        }
    }

    record SwitchTenant(String tenantId, AppReturn app) {

        static SwitchTenant parse(JsonFields fields) {
            String tenantId = fields.text("tenant_id", TextRule.required(1, CODE_MAX));
            if (tenantId != null && !UuidSyntax.isValid(tenantId)) {
                fields.violate("tenant_id", "invalid_uuid");
            }
            return new SwitchTenant(tenantId, appOf(fields));
        }
    }

    /** Our own members, for what only a browser can do. */
    static AppReturn appOf(JsonFields fields) {
        return new AppReturn(
                fields.text("redirect_uri", TextRule.optional(REDIRECT_URI_MAX)),
                fields.text("state", TextRule.optional(STATE_MAX)),
                fields.text("code_challenge", TextRule.optional(CODE_CHALLENGE_MAX)));
    }

    record SignUp(AccountCreation.NewAccount account, AppReturn app) {

        static SignUp parse(JsonFields fields) {
            return new SignUp(newAccount(fields), appOf(fields));
        }
    }

    /**
     * A sign-up that names its tenant.
     *
     * @param tenantId may be none
     */
    record Registration(String tenantId, SignUp signUp) {

        static Registration parse(JsonFields fields) {
            String tenantId = fields.text("tenant_id", TextRule.required(1, CODE_MAX));
            return new Registration(tenantId, SignUp.parse(fields));
        }
    }

    static AccountCreation.NewAccount newAccount(JsonFields fields) {
        String email = fields.text("email", TextRule.requiredEmail());
        String password = fields.text("password", NEW_PASSWORD);
        String displayName =
                fields.text("display_name", TextRule.optional(ProfileBounds.MAX_DISPLAY_NAME));
        return new AccountCreation.NewAccount(
                email, password, displayName == null || displayName.isBlank() ? null : displayName);
    }

    /**
     * Any string is accepted as an address, so that the answer tells of no account. That there is
     * none at all tells of no account either.
     *
     * @param tenantId may be null, and may be none
     */
    record LinkByMail(String email, String tenantId) {

        static LinkByMail parse(JsonFields fields) {
            String email = fields.text("email", TextRule.required(1, EMAIL_MAX));
            String tenantId = fields.text("tenant_id", TextRule.optional(CODE_MAX));
            return new LinkByMail(email == null ? null : email.trim(), tenantId);
        }
    }

    record MagicLink(String token, AppReturn app) {

        static MagicLink parse(JsonFields fields) {
            return new MagicLink(
                    fields.text("token", TextRule.required(1, TOKEN_MAX)), appOf(fields));
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "MagicLink";
        }
    }

    /** A code that was typed in. */
    record Code(String code) {

        static Code parse(JsonFields fields) {
            fields.onlyKnown("code");
            return parseLeniently(fields);
        }

        static Code parseLeniently(JsonFields fields) {
            String code = fields.text("code", TextRule.required(1, CODE_MAX));
            return new Code(code == null ? null : code.trim());
        }

        /** Hides the code. */
        @Override
        public String toString() {
            return "Code";
        }
    }

    /**
     * @param phone may be null
     */
    record VerifyPhone(String phone) {

        static VerifyPhone parse(JsonFields fields) {
            fields.onlyKnown("phone");
            return new VerifyPhone(fields.text("phone", TextRule.optional(PHONE_MAX)));
        }
    }

    /**
     * @param email null if the request has none
     */
    record ChangeEmail(String email) {

        static ChangeEmail parse(JsonFields fields) {
            fields.onlyKnown("email");
            String email = fields.text("email", TextRule.optional(EMAIL_MAX));
            if (email == null || email.isBlank()) {
                return new ChangeEmail(null);
            }
            return new ChangeEmail(fields.text("email", TextRule.requiredEmail()));
        }
    }

    /** The service checks the length of the password, because all its faults share one code. */
    record ResetPassword(String token, String newPassword) {

        static ResetPassword parse(JsonFields fields) {
            return new ResetPassword(
                    fields.text("token", TextRule.required(1, TOKEN_MAX)),
                    fields.text("new_password", TextRule.required(1, SIGN_IN_PASSWORD_MAX)));
        }

        /** Hides the token and the password. */
        @Override
        public String toString() {
            return "ResetPassword";
        }
    }

    record Refresh(String refreshToken) {

        static Refresh parse(JsonFields fields) {
            return new Refresh(fields.text("refresh_token", TextRule.required(1, TOKEN_MAX)));
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "Refresh";
        }
    }

    record ChangePassword(String currentPassword, String newPassword) {

        static ChangePassword parse(JsonFields fields) {
            fields.onlyKnown("current_password", "new_password");
            return new ChangePassword(
                    fields.text("current_password", TextRule.optional(SIGN_IN_PASSWORD_MAX)),
                    fields.text("new_password", NEW_PASSWORD));
        }

        /** Hides the passwords. */
        @Override
        public String toString() {
            return "ChangePassword";
        }
    }

    /** Members that only an admin may change are known and ignored. */
    static Profiles.Changes profileChanges(JsonFields fields) {
        fields.onlyKnown(
                "display_name", "name", "avatar_url", "locale", "phone", "status", "metadata");
        return Profiles.Changes.ofOwn(displayName(fields), avatarUrl(fields), locale(fields));
    }

    /**
     * @param tenantId may be null
     */
    record NewUser(String tenantId, UserCreation.NewUser user) {

        static NewUser parse(JsonFields fields) {
            fields.onlyKnown(
                    "tenant_id", "email", "password", "display_name", "name", "phone", "metadata");
            String tenantId = tenantIdOf(fields);
            return new NewUser(
                    tenantId,
                    new UserCreation.NewUser(
                            fields.text("email", TextRule.requiredEmail()),
                            password(fields),
                            nameUnlessBlank(fields),
                            phone(fields),
                            fields.object("metadata", ProfileBounds.MAX_METADATA)));
        }

        private static String nameUnlessBlank(JsonFields fields) {
            String name = displayName(fields);
            return name == null || name.isBlank() ? null : name;
        }

        private static String password(JsonFields fields) {
            String password = fields.text("password", TextRule.optional(NewPassword.MAX_LENGTH));
            return password == null ? null : fields.text("password", NEW_PASSWORD);
        }
    }

    /**
     * A row that breaks a rule does not refuse the others.
     *
     * @param tenantId may be null
     * @param rows at least one and at most {@link UserImports#MAX_BULK_ROWS}
     */
    record NewUsers(String tenantId, List<ParsedRow> rows) {

        static NewUsers parse(JsonFields fields) {
            fields.onlyKnown("tenant_id", "users");
            String tenantId = tenantIdOf(fields);
            List<JsonFields> users = fields.objects("users", UserImports.MAX_BULK_ROWS);
            if (users == null) {
                fields.violate("users", "required");
                return new NewUsers(tenantId, List.of());
            }
            if (users.isEmpty()) {
                fields.violate("users", "too_short");
            } else if (users.size() > UserImports.MAX_BULK_ROWS) {
                fields.violate("users", "too_long");
            }
            List<ParsedRow> rows = new ArrayList<>();
            for (JsonFields user : users) {
                rows.add(row(rows.size() + 1, user));
            }
            return new NewUsers(tenantId, rows);
        }

        private record RowName(int line, String email) {}

        private static final Cases<RowName, InputError, ParsedRow> REFUSED =
                Cases.<RowName, InputError, ParsedRow>of(InputError.class)
                        .when(
                                InputError.Malformed.class,
                                (row, error) ->
                                        new ParsedRow.Refused(
                                                row.line(),
                                                row.email(),
                                                "bad_request",
                                                error.detail()))
                        .when(
                                InputError.Invalid.class,
                                (row, error) -> {
                                    InputError.FieldError first = error.fields().get(0);
                                    return new ParsedRow.Refused(
                                            row.line(),
                                            row.email(),
                                            first.code(),
                                            first.field() + ' ' + first.message());
                                })
                        .complete();

        private static ParsedRow row(int line, JsonFields fields) {
            UserCreation.NewUser user = NewUser.parse(fields).user();
            String email = user.email() == null ? "" : user.email();
            return fields.error()
                    .<ParsedRow>map(error -> REFUSED.apply(new RowName(line, email), error))
                    .orElseGet(() -> new ParsedRow.Row(row(line, user)));
        }

        private static ImportRow row(int line, UserCreation.NewUser user) {
            return new ImportRow(
                    line,
                    null,
                    user.email(),
                    false,
                    user.displayName(),
                    user.phone(),
                    null,
                    false,
                    user.metadata() == null ? Map.of() : user.metadata(),
                    null,
                    user.password(),
                    null,
                    null,
                    List.of(),
                    List.of(),
                    false,
                    RowFactors.NONE);
        }
    }

    /**
     * An import.
     *
     * @param source empty if it is unknown
     * @param firebase null if there are none
     */
    record NewImport(
            Optional<ImportSource> source,
            boolean isDryRun,
            boolean skipsExisting,
            FirebaseParameters firebase) {

        private static final String SKIP = "skip";
        private static final String HASH_CONFIG = "hash_config";
        private static final int HASH_CONFIG_MAX = 1024;

        static NewImport parse(JsonFields fields) {
            fields.onlyKnown("source", "dry_run", "on_existing", HASH_CONFIG);
            String source = fields.text("source", TextRule.required(1, CODE_MAX));
            String onExisting = fields.text("on_existing", TextRule.optional(CODE_MAX));
            if (onExisting != null && !Set.of("error", SKIP).contains(onExisting)) {
                fields.violate("on_existing", "not_allowed");
            }
            return new NewImport(
                    ImportSource.of(source),
                    fields.flag("dry_run", false),
                    SKIP.equals(onExisting),
                    firebase(fields));
        }

        private static FirebaseParameters firebase(JsonFields fields) {
            Map<String, Object> config = fields.object(HASH_CONFIG, HASH_CONFIG_MAX);
            if (config == null) {
                return null;
            }
            return FirebaseParameters.of(config)
                    .orElseGet(
                            () -> {
                                fields.violate(HASH_CONFIG, "invalid");
                                return null;
                            });
        }
    }

    /**
     * @param email what the Node client sends along; null or the address that the user has
     */
    record UserChanges(String email, ManagedUser.Changes changes) {

        static UserChanges parse(JsonFields fields) {
            fields.onlyKnown(
                    "display_name",
                    "name",
                    "avatar_url",
                    "phone",
                    "status",
                    "metadata",
                    "locale",
                    "email");
            String status = fields.text("status", TextRule.optional(CODE_MAX));
            if (status != null && !STATUSES.containsKey(status)) {
                fields.violate("status", "not_allowed");
            }
            locale(fields);
            Profiles.Changes profile =
                    new Profiles.Changes(
                            displayName(fields),
                            avatarUrl(fields),
                            null,
                            phone(fields),
                            fields.object("metadata", ProfileBounds.MAX_METADATA));
            return new UserChanges(
                    fields.text("email", TextRule.optional(EMAIL_MAX)),
                    new ManagedUser.Changes(profile, status == null ? null : STATUSES.get(status)));
        }
    }

    record SetPassword(String password) {

        static SetPassword parse(JsonFields fields) {
            fields.onlyKnown("password");
            return new SetPassword(fields.text("password", NEW_PASSWORD));
        }

        /** Hides the password. */
        @Override
        public String toString() {
            return "SetPassword";
        }
    }

    record RequireMfa(boolean required) {

        static RequireMfa parse(JsonFields fields) {
            fields.onlyKnown("required");
            return new RequireMfa(fields.requiredFlag("required"));
        }
    }

    private static String tenantIdOf(JsonFields fields) {
        String tenantId = fields.text("tenant_id", TextRule.optional(CODE_MAX));
        if (tenantId != null && !UuidSyntax.isValid(tenantId)) {
            fields.refuse("tenant_id is not a UUID");
        }
        return tenantId;
    }

    private static String displayName(JsonFields fields) {
        String displayName =
                fields.text("display_name", TextRule.optional(ProfileBounds.MAX_DISPLAY_NAME));
        return displayName == null
                ? fields.text("name", TextRule.optional(ProfileBounds.MAX_DISPLAY_NAME))
                : displayName;
    }

    private static String avatarUrl(JsonFields fields) {
        String avatarUrl = fields.text("avatar_url", TextRule.optional(AVATAR_URL_MAX));
        if (avatarUrl != null && !avatarUrl.startsWith("data:image/")) {
            fields.violate("avatar_url", "invalid");
        }
        return avatarUrl;
    }

    private static String locale(JsonFields fields) {
        String locale = fields.text("locale", TextRule.optional(CODE_MAX));
        if (locale != null && !ProfileBounds.LOCALES.contains(locale)) {
            fields.violate("locale", "not_allowed");
        }
        return locale;
    }

    private static String phone(JsonFields fields) {
        String phone = fields.text("phone", TextRule.optional(PHONE_MAX));
        if (phone != null && !E164.isValid(phone)) {
            fields.violate("phone", "invalid_phone");
        }
        return phone;
    }
}
