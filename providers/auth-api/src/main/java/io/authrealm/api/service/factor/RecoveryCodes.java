package io.authrealm.api.service.factor;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.keycloak.StoredRecoveryCodes;
import io.authrealm.api.store.CredentialTurns;
import io.authrealm.api.store.SessionEnds;
import io.authrealm.api.tenant.Tenant;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.utils.CredentialHelper;

/**
 * The codes that a user writes down for the day on which the other factors are lost. They are
 * stored in Keycloak's form, so they are right on its pages too.
 */
public final class RecoveryCodes {

    /**
     * The codes that a user has.
     *
     * @param total how many there were when they were made
     * @param remaining how many are not used
     */
    public record Status(boolean isEnrolled, int total, int remaining) {}

    private static final int NUMBER = 10;

    private static final int DIGITS = 10;

    /** Keycloak's provider of them, which an operator can switch off. */
    private static final String PROVIDER = "keycloak-recovery-authn-codes";

    private final KeycloakSession session;
    private final Tenant tenant;
    private final FactorNotice notice;

    public RecoveryCodes(KeycloakSession session, Delivery delivery, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
        this.notice = new FactorNotice(session, delivery, tenant);
    }

    /** The caller's codes. */
    public Status status(Caller caller) {
        return status(caller.user());
    }

    /** The user's codes. If they cannot be read, none remains. */
    public static Status status(UserModel user) {
        return stored(user)
                .findFirst()
                .flatMap(StoredRecoveryCodes::read)
                .map(StoredRecoveryCodes::data)
                .map(data -> new Status(true, data.getTotalCodes(), data.getRemainingCodes()))
                .orElseGet(
                        () ->
                                new Status(
                                        user.credentialManager()
                                                .isConfiguredFor(
                                                        RecoveryAuthnCodesCredentialModel.TYPE),
                                        0,
                                        0));
    }

    /** Replaces the caller's codes by new ones. */
    public RecoveryCodesResult regenerate(Caller caller) {
        UserModel user = caller.user();
        new CredentialTurns(session).take(user);
        if (!StepUp.hasFactor(user)) {
            return new RecoveryCodesResult.NotEnrolled();
        }
        if (!StepUp.isOpen(tenant, caller.session())
                || new SessionEnds(session).hasEnded(caller.session())) {
            ApiEvents.open(session, tenant, EventType.UPDATE_CREDENTIAL)
                    .user(user)
                    .session(caller.session())
                    .detail(Details.CREDENTIAL_TYPE, SecondFactor.RECOVERY_CODE.type())
                    .detail(Details.REASON, "step-up required")
                    .error(Errors.NOT_ALLOWED);
            return new RecoveryCodesResult.StepUpRequired();
        }
        return make(user, caller.session());
    }

    /** Makes the codes that a sign-in waits for. The user need not have another factor. */
    public RecoveryCodesResult make(Enroller enroller) {
        new CredentialTurns(session).take(enroller.user());
        return enroller.isStillGood() && enroller.mayAddFactor()
                ? make(enroller.user(), enroller.session())
                : new RecoveryCodesResult.StepUpRequired();
    }

    /**
     * Makes the codes that come with the first factor. The user must be locked, and must have been
     * allowed to add the factor.
     *
     * @return the codes in clear; none if the user has some, or if the server makes none
     */
    public List<String> makeFirst(UserModel user, UserSessionModel own) {
        if (user.credentialManager().isConfiguredFor(RecoveryAuthnCodesCredentialModel.TYPE)) {
            return List.of();
        }
        List<String> codes;
        try {
            codes = replace(user);
        } catch (ReadOnlyException e) {
            return List.of();
        }
        if (!codes.isEmpty()) {
            notice.added(user, own, SecondFactor.RECOVERY_CODE);
        }
        return codes;
    }

    /**
     * @param own the session of the user; null before there is one
     */
    private RecoveryCodesResult make(UserModel user, UserSessionModel own) {
        List<String> codes;
        try {
            codes = replace(user);
        } catch (ReadOnlyException e) {
            session.getTransactionManager().setRollbackOnly();
            return new RecoveryCodesResult.Unavailable();
        }
        if (codes.isEmpty()) {
            return new RecoveryCodesResult.Unavailable();
        }
        notice.added(user, own, SecondFactor.RECOVERY_CODE);
        return new RecoveryCodesResult.Made(codes);
    }

    /**
     * Replaces the user's codes by new ones. The user must be locked.
     *
     * @return the codes in clear; none if the server makes none
     */
    List<String> replace(UserModel user) {
        if (session.getProvider(CredentialProvider.class, PROVIDER) == null) {
            return List.of();
        }
        SecretGenerator random = SecretGenerator.getInstance();
        List<String> codes =
                Stream.generate(() -> random.randomString(DIGITS, SecretGenerator.DIGITS))
                        .distinct()
                        .limit(NUMBER)
                        .toList();
        CredentialHelper.createRecoveryCodesCredential(
                session,
                tenant.realm(),
                user,
                RecoveryAuthnCodesCredentialModel.createFromValues(
                        codes, Time.currentTimeMillis(), null),
                codes);
        user.removeRequiredAction(UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES);
        return codes;
    }

    private static Stream<CredentialModel> stored(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(RecoveryAuthnCodesCredentialModel.TYPE);
    }
}
