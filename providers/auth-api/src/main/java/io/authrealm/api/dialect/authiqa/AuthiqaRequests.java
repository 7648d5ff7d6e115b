package io.authrealm.api.dialect.authiqa;

import io.authrealm.api.service.parent.ParentOrganizations;
import io.authrealm.api.service.parent.ParentPage;
import io.authrealm.api.service.signup.AccountCreation.NewAccount;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import io.authrealm.core.text.EmailSyntax;
import io.authrealm.core.text.PublicKeySyntax;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JSON objects that the dialect takes, with the rules of their members. Unknown members are
 * ignored.
 */
final class AuthiqaRequests {

    static final String EMAIL = "email";
    static final String PASSWORD = "password";
    static final String USERNAME = "username";
    static final String KEY = "parentPublicKey";
    static final String TOKEN = "token";
    static final String ORGANIZATION_NAME = "organizationName";
    static final String ORGANIZATION_URL = "organizationUrl";
    static final String AUTH_URLS = "authUrls";

    private static final String PAGE = "verifyAuthPath";
    private static final String DOMAIN_RESTRICTION = "domainRestrictionEnabled";
    private static final String VERIFICATION = "emailVerificationRequired";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,30}");

    /** An imported password may be longer than a new one; the bound only keeps hashing cheap. */
    private static final int PASSWORD_MAX = 1024;

    /** Also of a text that is no address: it is counted and looked up like one. */
    private static final int EMAIL_MAX = 254;

    private static final int TOKEN_MAX = 16_384;
    private static final int PAGE_MAX = 2048;
    private static final int ORGANIZATION_MAX = 255;
    private static final int AUTH_URLS_MAX = 16_384;
    private static final int TEXT_MAX = 1024;

    private AuthiqaRequests() {}

    /**
     * @param key null of a parent
     */
    record SignIn(String email, String password, String key) {

        /** Any short text is accepted as an address, so that the answer is always the same. */
        static SignIn parse(JsonFields fields) {
            return new SignIn(addressOf(fields), passwordOf(fields), keyOf(fields));
        }

        /** Hides the password. */
        @Override
        public String toString() {
            return "SignIn";
        }
    }

    /**
     * @param key null of a parent
     * @param page may be null
     */
    record SignUp(NewAccount account, String key, String page) {

        static SignUp parse(JsonFields fields) {
            String username = fields.textUnlessBlank(USERNAME, TextRule.required(1, TEXT_MAX));
            if (username != null && !NAME.matcher(username).matches()) {
                fields.violate(USERNAME, "invalid");
            }
            String email = validAddressOf(fields);
            return new SignUp(
                    new NewAccount(username, email, passwordOf(fields), null, null),
                    keyOf(fields),
                    pageOf(fields));
        }
    }

    /** A link for a new password. */
    record ResetPassword(String email, String key) {

        static ResetPassword parse(JsonFields fields) {
            return new ResetPassword(validAddressOf(fields), keyOf(fields));
        }
    }

    /** A link that verifies the address, for a client that is not signed in. */
    record NewConfirmation(String email, String key, String page) {

        static NewConfirmation parse(JsonFields fields) {
            return new NewConfirmation(validAddressOf(fields), keyOf(fields), pageOf(fields));
        }
    }

    /**
     * The same for a client that is signed in.
     *
     * @param page may be null
     */
    record OwnConfirmation(String page) {

        static OwnConfirmation parse(JsonFields fields) {
            return new OwnConfirmation(pageOf(fields));
        }
    }

    /** Its token comes from a mailed link. */
    record UpdatePassword(String token, String password, String key) {

        static UpdatePassword parse(JsonFields fields) {
            return new UpdatePassword(
                    fields.textUnlessBlank(TOKEN, TextRule.required(1, TOKEN_MAX)),
                    passwordOf(fields),
                    keyOf(fields));
        }

        /** Hides the token and the password. */
        @Override
        public String toString() {
            return "UpdatePassword";
        }
    }

    /** Any of the members, and at least one. */
    record UpdateOrganization(ParentOrganizations.Changes changes, boolean hasNoPage) {

        static UpdateOrganization parse(JsonFields fields) {
            boolean isEmpty =
                    Stream.of(
                                    ORGANIZATION_NAME,
                                    ORGANIZATION_URL,
                                    AUTH_URLS,
                                    DOMAIN_RESTRICTION,
                                    VERIFICATION)
                            .noneMatch(fields::has);
            if (isEmpty) {
                fields.violate(ORGANIZATION_NAME, "required");
            }
            // The web origins of the tenant's client decide, and they cannot be switched off here.
            if (!fields.flag(DOMAIN_RESTRICTION, true)) {
                fields.violate(DOMAIN_RESTRICTION, "not_allowed");
            }
            String name = fields.text(ORGANIZATION_NAME, TextRule.optional(ORGANIZATION_MAX));
            if (fields.has(ORGANIZATION_NAME) && (name == null || name.isBlank())) {
                fields.violate(ORGANIZATION_NAME, "invalid");
            }
            String url = fields.text(ORGANIZATION_URL, TextRule.optional(PAGE_MAX));
            if (fields.has(ORGANIZATION_URL) && url == null) {
                fields.violate(ORGANIZATION_URL, "invalid");
            }
            Map<ParentPage, String> pages = pagesOf(fields);
            return new UpdateOrganization(
                    new ParentOrganizations.Changes(
                            name,
                            url,
                            pages,
                            fields.has(VERIFICATION) ? fields.flag(VERIFICATION, false) : null),
                    pages != null && pages.isEmpty());
        }

        private static Map<ParentPage, String> pagesOf(JsonFields fields) {
            Map<String, Object> sent = fields.object(AUTH_URLS, AUTH_URLS_MAX);
            if (sent == null) {
                return null;
            }
            Map<ParentPage, String> pages = new EnumMap<>(ParentPage.class);
            sent.forEach(
                    (name, address) -> {
                        Optional<ParentPage> page = page(name);
                        String text = String.valueOf(address);
                        if (page.isEmpty() || text.length() > PAGE_MAX) {
                            fields.violate(AUTH_URLS, "invalid");
                        } else {
                            pages.put(page.get(), text);
                        }
                    });
            return pages;
        }

        private static Optional<ParentPage> page(String name) {
            return Arrays.stream(ParentPage.values())
                    .filter(page -> page.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }
    }

    private static String addressOf(JsonFields fields) {
        String email = fields.textUnlessBlank(EMAIL, TextRule.required(1, EMAIL_MAX));
        return email == null ? null : EmailSyntax.normalized(email);
    }

    private static String validAddressOf(JsonFields fields) {
        String email = addressOf(fields);
        if (email != null && !EmailSyntax.isValid(email)) {
            fields.violate(EMAIL, "invalid_email");
        }
        return email;
    }

    private static String passwordOf(JsonFields fields) {
        return fields.textUnlessBlank(PASSWORD, TextRule.required(1, PASSWORD_MAX));
    }

    private static String keyOf(JsonFields fields) {
        String key = fields.textUnlessBlank(KEY, TextRule.optional(TEXT_MAX));
        if (key != null && !PublicKeySyntax.isValid(key)) {
            fields.violate(KEY, "invalid");
        }
        return key;
    }

    private static String pageOf(JsonFields fields) {
        return fields.textUnlessBlank(PAGE, TextRule.optional(PAGE_MAX));
    }
}
