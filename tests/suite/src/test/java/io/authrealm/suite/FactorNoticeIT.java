package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mails about changes of a user's factors. */
class FactorNoticeIT {

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().with(mailbox::serve);

    @Test
    void userIsToldOfEachChange() {
        SignedIn user = SignedIn.newIn(realm);
        String email = user.user().email();
        user.api().post("/v1/mfa/totp/enroll/confirm", Map.of("code", "123456")).assertStatus(400);
        String secret = user.setUpApp();
        Mailbox.Mail added = mailbox.await(email, 1);
        assertThat(added.subject()).startsWith("A second factor was added to your ");
        assertThat(added.text())
                .contains("Authenticator app", "Recovery codes", "UTC", "127.0.0.1")
                .contains("If this was not you")
                .doesNotContain(secret, Totp.codeBefore(secret), "${");
        assertThat(added.html()).contains("Authenticator app", "Recovery codes");

        Answer codes = user.api().post("/v1/mfa/recovery-codes/regenerate").assertStatus(200);
        Mailbox.Mail renewed = mailbox.await(email, 2);
        assertThat(renewed.text())
                .contains("Recovery codes")
                .doesNotContain("Authenticator app")
                .doesNotContain(codes.text("recovery_codes.0"));

        user.api().delete("/v1/mfa/totp").assertStatus(204);
        Mailbox.Mail removed = mailbox.await(email, 3);
        assertThat(removed.subject()).startsWith("A second factor was removed from your ");
        assertThat(removed.text()).contains("Authenticator app", "Recovery codes", "127.0.0.1");
        // A refused change is none.
        user.api().delete("/v1/mfa/totp").assertStatus(400);
        assertThat(mailbox.of(email)).hasSize(3);
    }

    @Test
    void userReadsItInTheOwnLanguage() {
        TestUser german = realm.user(u -> u.withObject("/attributes").putArray("locale").add("de"));
        SignedIn.of(realm, german).setUpApp();
        Mailbox.Mail added = mailbox.await(german.email(), 1);
        assertThat(added.subject()).startsWith("Ihrem Konto bei ");
        assertThat(added.text()).contains("Authenticator-App", "Wiederherstellungscodes");
    }
}
