package io.authrealm.api.service.mailbox;

import io.authrealm.api.keycloak.RealmMac;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.core.text.EmailSyntax;
import io.authrealm.core.text.UuidSyntax;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The code in a link that proves an address. It has the form of a random UUID, but only the server
 * can compute it, from the address and the minute in which it was made. So anybody may ask for any
 * number of links, and the server has to remember none of them.
 */
final class MailboxCode {

    static final Duration LIFETIME = Duration.ofHours(24);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String email;

    MailboxCode(KeycloakSession session, RealmModel realm, String email) {
        this.session = session;
        this.realm = realm;
        this.email = EmailSyntax.normalized(email);
    }

    String make() {
        return of(minuteNow());
    }

    /** Whether the code was made for the address and is not too old. */
    boolean isRight(String code) {
        if (!UuidSyntax.isValid(code)) {
            return false;
        }
        int minute = (int) (UUID.fromString(code).getMostSignificantBits() >>> 32);
        int age = minuteNow() - minute;
        return age >= 0
                && age < LIFETIME.toMinutes()
                && MessageDigest.isEqual(bytes(of(minute)), bytes(code.toLowerCase(Locale.ROOT)));
    }

    /** The minute, and 90 bits of the MAC; the other bits say that it is a random UUID. */
    private String of(int minute) {
        ByteBuffer mac =
                ByteBuffer.wrap(
                        RealmMac.of(session, realm, "authrealm.mailbox|" + minute + '|' + email));
        long high = ((long) minute << 32) | (mac.getInt() & 0xffff_0fffL) | 0x4000L;
        long low = (mac.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private static int minuteNow() {
        return (int) (ServerTime.seconds() / 60);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
