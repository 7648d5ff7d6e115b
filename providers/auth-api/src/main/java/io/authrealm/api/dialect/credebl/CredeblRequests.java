package io.authrealm.api.dialect.credebl;

import io.authrealm.api.service.mailbox.MailboxSignUp;
import io.authrealm.api.service.signup.AccountCreation;
import io.authrealm.api.service.transport.SentPassword;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The JSON objects that the dialect takes, with the rules of their members. */
final class CredeblRequests {

    /** An encrypted password is longer than a plain one. */
    private static final TextRule PASSWORD = TextRule.required(1, 8192);

    private static final TextRule NAME = TextRule.required(2, 50);

    private static final int TOKEN_MAX = 16_384;
    private static final int TEXT_MAX = 2048;
    private static final int ID_MAX = 256;
    private static final int IDS_MAX = 100;
    private static final int IMAGE_MAX = 300_000;

    /** A scheme, and a host name with a dot. */
    private static final Pattern WEB_ADDRESS =
            Pattern.compile("https?://[\\p{Alnum}-]{1,63}(\\.[\\p{Alnum}-]{1,63})+([:/?#].*)?");

    private CredeblRequests() {}

    record SignIn(String email, SentPassword password) {

        static SignIn parse(JsonFields fields) {
            return new SignIn(readEmail(fields), readMarkedPassword(fields));
        }
    }

    private static String readEmail(JsonFields fields) {
        return fields.trimmedText("email", TextRule.requiredEmail());
    }

    /** One beside which the client says whether it is encrypted. */
    private static SentPassword readMarkedPassword(JsonFields fields) {
        return new SentPassword(
                fields.trimmedText("password", PASSWORD), fields.flag("isPasswordEncrypted", true));
    }

    /** One of a route that has no member that says whether it is encrypted. */
    private static SentPassword readPassword(JsonFields fields, String name) {
        return new SentPassword(fields.trimmedText(name, PASSWORD), true);
    }

    record Refresh(String refreshToken) {

        static Refresh parse(JsonFields fields) {
            return new Refresh(fields.trimmedText("refreshToken", TextRule.required(1, TOKEN_MAX)));
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "Refresh";
        }
    }

    /**
     * @param sessions the ids of those to end; null for that of the token
     */
    record SignOut(List<String> sessions) {

        static SignOut parse(JsonFields fields) {
            return new SignOut(fields.textList("sessions", IDS_MAX, TextRule.required(1, ID_MAX)));
        }
    }

    /** The logo and the name of the platform in mails are the realm's own. */
    record VerificationMail(String email) {

        static VerificationMail parse(JsonFields fields) {
            String email = readEmail(fields);
            checkLogo(fields);
            fields.trimmedText("platformName", TextRule.optional(TEXT_MAX));
            return new VerificationMail(email);
        }
    }

    private static void checkLogo(JsonFields fields) {
        String logo = fields.trimmedText("brandLogoUrl", TextRule.optional(TEXT_MAX));
        if (logo != null && !WEB_ADDRESS.matcher(logo).matches()) {
            fields.violate("brandLogoUrl", "invalid_url");
        }
    }

    static MailboxSignUp.Applicant parseSignUp(JsonFields fields) {
        MailboxSignUp.Applicant applicant =
                new MailboxSignUp.Applicant(
                        readEmail(fields),
                        readMarkedPassword(fields),
                        new AccountCreation.PersonName(
                                fields.text("firstName", NAME), fields.text("lastName", NAME)),
                        fields.flag("isHolder", false));
        fields.flag("isPasskey", false);
        return applicant;
    }

    /**
     * @param endpoint where the client says that the front end is; may be null
     * @param clientAlias may be null
     */
    record ForgotPassword(String email, String endpoint, String clientAlias) {

        static ForgotPassword parse(JsonFields fields) {
            String email = readEmail(fields);
            checkLogo(fields);
            fields.trimmedText("platformName", TextRule.optional(TEXT_MAX));
            return new ForgotPassword(
                    email,
                    fields.trimmedText("endpoint", TextRule.optional(TEXT_MAX)),
                    fields.trimmedText("clientAlias", TextRule.optional(ID_MAX)));
        }
    }

    record PasswordByLink(SentPassword password, String token) {

        static PasswordByLink parse(JsonFields fields) {
            return new PasswordByLink(
                    readPassword(fields, "password"),
                    fields.trimmedText("token", TextRule.required(1, TOKEN_MAX)));
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "PasswordByLink";
        }
    }

    record PasswordChange(String email, SentPassword oldPassword, SentPassword newPassword) {

        static PasswordChange parse(JsonFields fields) {
            return new PasswordChange(
                    readEmail(fields),
                    readPassword(fields, "oldPassword"),
                    readPassword(fields, "newPassword"));
        }
    }

    /**
     * @param attributes the changed ones, by their names in the user profile
     */
    record ProfileChange(Map<String, List<String>> attributes) {

        static ProfileChange parse(JsonFields fields) {
            Map<String, List<String>> attributes = new HashMap<>();
            put(attributes, "avatarUrl", fields.text("profileImg", TextRule.optional(IMAGE_MAX)));
            put(attributes, "firstName", fields.text("firstName", optional()));
            put(attributes, "lastName", fields.text("lastName", optional()));
            fields.flag("isPublic", false);
            return new ProfileChange(attributes);
        }

        private static TextRule optional() {
            return TextRule.optional(NAME.maxLength());
        }

        private static void put(Map<String, List<String>> all, String name, String value) {
            if (value != null) {
                all.put(name, List.of(value));
            }
        }
    }
}
