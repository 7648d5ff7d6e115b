package io.authrealm.api.service.factor;

import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.text.Sha256;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
     * @param data the public half of the credential that it becomes
     * @param secretData the secret half
     * @param attempts wrong codes that are left, including the next
     * @param endsAt seconds since 1970
     */
    record Pending(String data, String secretData, int attempts, long endsAt) {

        OTPCredentialModel credential() {
            CredentialModel model = new CredentialModel();
            model.setType(OTPCredentialModel.TYPE);
            model.setCredentialData(data);
            model.setSecretData(secretData);
            return OTPCredentialModel.createFromCredentialModel(model);
        }

        Pending afterWrongCode() {
            return new Pending(data, secretData, attempts - 1, endsAt);
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
    void begin(Enroller enroller, OTPCredentialModel credential) {
        put(
                enroller,
                new Pending(
                        credential.getCredentialData(),
                        credential.getSecretData(),
                        ATTEMPTS,
                        ServerTime.seconds() + LIFETIME.toSeconds()));
    }

    boolean isBegun(Enroller enroller) {
        return objects.contains(key(enroller));
    }

    Optional<Pending> take(Enroller enroller) {
        return Optional.ofNullable(objects.remove(key(enroller)))
                .map(
                        notes ->
                                new Pending(
                                        notes.get("data"),
                                        notes.get("secret"),
                                        Integer.parseInt(notes.get("attempts")),
                                        Long.parseLong(notes.get("ends"))));
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
