package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;

/** Input of an attacker who wants a mail to say, or to reach, more than it should. */
final class HostileInput {

    /** The result of {@link #NAME} if a template engine has evaluated it. */
    private static final String EVALUATED = "1371774";

    /** A display name. */
    static final String NAME =
            "<script>alert(1)</script> ${1234*1111} [=1234*1111] {0} '{'\r\n"
                    + "Bcc: everybody@example.test\r\nX-Injected: yes";

    private HostileInput() {}

    /** Invalid addresses that may look valid; most of them mean {@code victim}. */
    static List<String> addresses(String victim) {
        return List.of(
                "user@example.test\r\nBcc: " + victim,
                "user@example.test\nTo: " + victim,
                "user@example.test\rCc: " + victim,
                "user@example.test%0d%0aBcc: " + victim,
                "user@example.test\u2028Bcc: " + victim,
                victim + "\r\nX-Injected: yes",
                victim + ",user@example.test",
                victim + ";user@example.test",
                victim + " user@example.test",
                "<" + victim + ">",
                "\"somebody\" <" + victim + ">",
                "user@example.test(" + victim + ")",
                victim + "@example.test",
                victim.replace("@", "\uFF20"),
                victim.replace("@", "\u200B@"),
                victim.replace("@", "@\u200B"),
                "\u202E" + victim,
                "\u2066" + victim + "\u2069",
                "\uFEFF" + victim,
                "\u00AD" + victim);
    }

    /** Values that are not {@code token}, although some look like it. */
    static List<String> tokensUnlike(String token) {
        return List.of(
                (token.charAt(0) == 'A' ? 'B' : 'A') + token.substring(1),
                token.substring(1),
                token + "A",
                token + "=",
                " " + token.substring(1),
                token.toLowerCase(Locale.ROOT),
                "\u0661".repeat(43),
                "' or 1=1 --",
                "x".repeat(43),
                "x".repeat(16_000));
    }

    /** A user with {@link #NAME}. */
    static TestUser user(TestRealm realm) {
        return realm.user(user -> user.putObject("attributes").putArray("displayName").add(NAME));
    }

    static void assertInert(Mailbox.Mail mail) {
        assertThat(mail.html()).doesNotContainIgnoringCase("<script").doesNotContain(EVALUATED);
        assertThat(mail.text()).doesNotContain(EVALUATED);
        assertThat(mail.subject()).doesNotContain(EVALUATED, "\r", "\n");
    }

    /** Asserts that no mail so far had a smuggled header or receiver. */
    static void assertNothingSmuggled(Mailbox mailbox) {
        assertThat(mailbox.headerNames()).doesNotContain("bcc", "cc", "x-injected");
        assertThat(mailbox.recipients())
                .doesNotContain("everybody@example.test", "user@example.test");
    }
}
