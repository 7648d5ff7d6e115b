package io.authrealm.api.delivery;

import io.authrealm.api.keycloak.RealmMails;
import io.authrealm.api.keycloak.TracedEvents;
import io.authrealm.core.outcome.Cases;
import io.authrealm.sms.PhoneNumber;
import io.authrealm.sms.SmsMessage;
import io.authrealm.sms.SmsResult;
import io.authrealm.sms.SmsSender;
import java.io.IOException;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.theme.Theme;

/**
 * A text message, sent by the server's sender. Its text is made before it is sent, so it holds no
 * database connection while the gateway works.
 */
public record TextMessage(String realmId, String userId, SmsMessage message, Instant notAfter)
        implements Message {

    private static final Cases<SmsMessage, SmsResult, DeliveryResult> SENT =
            Cases.<SmsMessage, SmsResult, DeliveryResult>of(SmsResult.class)
                    .when(SmsResult.Sent.class, message -> new DeliveryResult.Sent())
                    .when(
                            SmsResult.Failed.class,
                            (message, failed) ->
                                    new DeliveryResult.Failed(
                                            failed.reason(),
                                            failed.retryAfter() == null
                                                    ? Duration.ZERO
                                                    : failed.retryAfter()))
                    .when(
                            SmsResult.Rejected.class,
                            (message, rejected) -> new DeliveryResult.Rejected(rejected.reason()))
                    .complete();

    private static final String CODE_TEXT = "authrealmCodeText";

    /** In code points. */
    private static final int MAX_NAME = 40;

    /** The message with a code that proves a number, in the language of the user. */
    public static TextMessage withCode(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            PhoneNumber number,
            String code,
            Instant notAfter) {
        Locale locale = session.getContext().resolveLocale(user, true);
        String text = codeText(session, realm, locale, code, shortNameOf(realm));
        return new TextMessage(
                realm.getId(),
                user.getId(),
                new SmsMessage(UUID.randomUUID(), number, text),
                notAfter);
    }

    /** The operator pays for every segment of a message. */
    private static String shortNameOf(RealmModel realm) {
        String name = RealmMails.nameOf(realm);
        return name.codePointCount(0, name.length()) <= MAX_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_NAME));
    }

    /** If the realm's own text is no valid format, the pack's text takes its place. */
    private static String codeText(
            KeycloakSession session, RealmModel realm, Locale locale, Object... values) {
        try {
            Theme theme = RealmMails.ownTheme(session);
            try {
                return formatted(theme.getEnhancedMessages(realm, locale), locale, values);
            } catch (IllegalArgumentException e) {
                return formatted(theme.getMessages(locale), locale, values);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the pack's email theme cannot be read", e);
        }
    }

    private static String formatted(Properties texts, Locale locale, Object... values) {
        return new MessageFormat(texts.getProperty(CODE_TEXT), locale).format(values);
    }

    @Override
    public String kind() {
        return "phone_code";
    }

    @Override
    public DeliveryResult deliver(KeycloakSession job) {
        Optional<SmsSender> sender = SmsSender.of(job);
        if (sender.isEmpty()) {
            return new DeliveryResult.Rejected("the server has no sender of text messages");
        }
        return SENT.apply(message, sender.get().send(message));
    }

    @Override
    public void recordGivenUp(KeycloakSession job) {
        TracedEvents.openLater(job, realmId, EventType.UPDATE_PROFILE)
                .map(event -> event.user(userId).detail(Details.REASON, kind()))
                .ifPresent(event -> event.error("sms_send_failed"));
    }
}
