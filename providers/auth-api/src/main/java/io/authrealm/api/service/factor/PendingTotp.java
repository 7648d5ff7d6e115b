package io.authrealm.api.service.factor;

import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.Sha256;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Authenticator apps that are half set up. Each is a single-use object of the session or sign-in
 * that began it, so another one of the same user cannot end it. The request that ends it takes it
 * out, so of several at once only one looks at a code.
 */
final class PendingTotp {

    /**
     * @param id of the credential that it becomes
     * @param data the public half of the credential that it becomes
     * @param secretData the secret half
     * @param attempts wrong codes that are left, including the next
     * @param endsAt seconds since 1970
     */
    record Pending(String id, String data, String secretData, int attempts, long endsAt) {

        OTPCredentialModel credential() {
            CredentialModel model = new CredentialModel();
            model.setId(id);
            model.setType(OTPCredentialModel.TYPE);
            model.setCredentialData(data);
            model.setSecretData(secretData);
            return OTPCredentialModel.createFromCredentialModel(model);
        }

        Pending afterWrongCode() {
            return new Pending(id, data, secretData, attempts - 1, endsAt);
        }

        /** Hides the secret. */
        @Override
        public String toString() {
            return "Pending";
        }
    }

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final int ATTEMPTS = 5;

    private final SingleUseObjectProvider objects;
    private final Tenant tenant;

    PendingTotp(KeycloakSession session, Tenant tenant) {
        this.objects = session.singleUseObjects();
        this.tenant = tenant;
    }

    /** Replaces what was half set up in the same session. */
    Pending begin(Enroller enroller, OTPCredentialModel credential) {
        Pending pending =
                new Pending(
                        UUID.randomUUID().toString(),
                        credential.getCredentialData(),
                        credential.getSecretData(),
                        ATTEMPTS,
                        ServerTime.seconds() + LIFETIME.toSeconds());
        put(enroller, pending);
        return pending;
    }

    /** What is half set up, which stays so. */
    Optional<Pending> find(Enroller enroller) {
        return Optional.ofNullable(objects.get(key(enroller))).map(PendingTotp::read);
    }

    boolean isBegun(Enroller enroller) {
        return objects.contains(key(enroller));
    }

    Optional<Pending> take(Enroller enroller) {
        return Optional.ofNullable(objects.remove(key(enroller))).map(PendingTotp::read);
    }

    private static Pending read(Map<String, String> notes) {
        return new Pending(
                notes.get("id"),
                notes.get("data"),
                notes.get("secret"),
                Integer.parseInt(notes.get("attempts")),
                Long.parseLong(notes.get("ends")));
    }

    /** Puts it back, unless its attempts or its time are used up. */
    void putBack(Enroller enroller, Pending pending) {
        if (pending.attempts() > 0 && pending.endsAt() > ServerTime.seconds()) {
            put(enroller, pending);
        }
    }

    private void put(Enroller enroller, Pending pending) {
        objects.put(
                key(enroller),
                pending.endsAt() - ServerTime.seconds(),
                Map.of(
                        "id", pending.id(),
                        "data", pending.data(),
                        "secret", pending.secretData(),
                        "attempts", String.valueOf(pending.attempts()),
                        "ends", String.valueOf(pending.endsAt())));
    }

    private String key(Enroller enroller) {
        return "authrealm.totp."
                + tenant.realm().getId()
                + '.'
                + enroller.user().getId()
                + '.'
                + Sha256.hex(enroller.binding());
    }
}
