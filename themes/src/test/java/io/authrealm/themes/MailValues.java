package io.authrealm.themes;

/** The values in a mail that administrators, users or their clients choose. */
record MailValues(
        String realm,
        String organization,
        String provider,
        String providerUser,
        String newEmail,
        String maskedEmail,
        String address) {

    static final MailValues ORDINARY =
            new MailValues(
                    "Acme",
                    "Acme Research",
                    "Example ID",
                    "ada.lovelace",
                    "ada@example.org",
                    "a…@example.org",
                    "203.0.113.7");

    static MailValues all(String value) {
        return new MailValues(value, value, value, value, value, value, value);
    }
}
