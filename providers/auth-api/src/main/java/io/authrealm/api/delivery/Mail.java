package io.authrealm.api.delivery;

import io.authrealm.api.keycloak.RealmMails;
import io.authrealm.api.keycloak.TracedEvents;
import jakarta.mail.SendFailedException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.keycloak.email.EmailException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A mail in the language of its user, by the realm's email theme and SMTP settings.
 *
 * @param address the recipient, even if the user's address changes before it is sent
 * @param values what the template shows beside the user and the realm
 */
public record Mail(
        String realmId,
        String userId,
        String address,
        Template template,
        Map<String, Object> values,
        Instant notAfter)
        implements Message {

    /** The kinds of mail. */
    public enum Template {
        PASSWORD_RESET(
                "password-reset-link.ftl",
                "authrealmPasswordResetSubject",
                EventType.SEND_RESET_PASSWORD),
        PASSWORD_CHANGED(
                "password-changed.ftl",
                "authrealmPasswordChangedSubject",
                EventType.UPDATE_CREDENTIAL),
        MAGIC_LINK("magic-link.ftl", "authrealmMagicLinkSubject", EventType.SEND_VERIFY_EMAIL),
        VERIFY_EMAIL_LINK(
                "verify-email-link.ftl",
                "authrealmVerifyEmailSubject",
                EventType.SEND_VERIFY_EMAIL),
        VERIFY_EMAIL(
                "verify-email-code.ftl",
                "authrealmVerifyEmailSubject",
                EventType.SEND_VERIFY_EMAIL),
        CHANGE_EMAIL(
                "email-change-code.ftl",
                "authrealmEmailChangeSubject",
                EventType.SEND_VERIFY_EMAIL),
        SECOND_FACTOR_CODE(
                "second-factor-code.ftl",
                "authrealmSecondFactorCodeSubject",
                EventType.SEND_VERIFY_EMAIL),
        EMAIL_CHANGED("email-changed.ftl", "authrealmEmailChangedSubject", EventType.UPDATE_EMAIL),
        FACTOR_ADDED(
                "factor-added.ftl", "authrealmFactorAddedSubject", EventType.UPDATE_CREDENTIAL),
        FACTOR_REMOVED(
                "factor-removed.ftl", "authrealmFactorRemovedSubject", EventType.REMOVE_CREDENTIAL);

        private final String file;
        private final String subjectKey;
        private final EventType event;

        Template(String file, String subjectKey, EventType event) {
            this.file = file;
            this.subjectKey = subjectKey;
            this.event = event;
        }
    }

    @Override
    public String kind() {
        return template.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public DeliveryResult deliver(KeycloakSession job) {
        return send(
                job,
                realmId,
                realm -> {
                    UserModel user = job.users().getUserById(realm, userId);
                    if (user == null) {
                        return new DeliveryResult.Rejected("the user is gone");
                    }
                    Map<String, Object> attributes = new HashMap<>(values);
                    attributes.put(Constants.IGNORE_ACCEPT_LANGUAGE_HEADER, "true");
                    new RealmMails(job, template.file)
                            .send(realm, user, template.subjectKey, attributes, address);
                    return new DeliveryResult.Sent();
                });
    }

    /** One attempt to send a mail of a realm that has a mail server. */
    interface Attempt {
        DeliveryResult by(RealmModel realm) throws EmailException;
    }

    /** Makes the attempt in the context of the realm. */
    static DeliveryResult send(KeycloakSession job, String realmId, Attempt attempt) {
        RealmModel realm = job.realms().getRealm(realmId);
        if (realm == null || realm.getSmtpConfig().isEmpty()) {
            return new DeliveryResult.Rejected("the realm has no mail server");
        }
        job.getContext().setRealm(realm);
        try {
            return attempt.by(realm);
        } catch (EmailException e) {
            return failed(e);
        }
    }

    private static DeliveryResult failed(EmailException e) {
        return isPermanent(e)
                ? new DeliveryResult.Rejected("the mail server refuses the address")
                : new DeliveryResult.Failed(rootOf(e).getClass().getSimpleName());
    }

    private static boolean isPermanent(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SendFailedException refused
                    && refused.getInvalidAddresses() != null
                    && refused.getInvalidAddresses().length > 0) {
                return true;
            }
        }
        return false;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @Override
    public void recordGivenUp(KeycloakSession job) {
        TracedEvents.openLater(job, realmId, template.event)
                .map(event -> event.user(userId).detail(Details.REASON, kind()))
                .ifPresent(event -> event.error(Errors.EMAIL_SEND_FAILED));
    }

    /** Leaves out the address, and the values, which hold links and codes. */
    @Override
    public String toString() {
        return "Mail[" + kind() + " to user " + userId + "]";
    }
}
