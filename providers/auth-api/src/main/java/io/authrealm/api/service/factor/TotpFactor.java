package io.authrealm.api.service.factor;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.service.factor.PendingTotp.Pending;
import io.authrealm.api.store.CredentialTurns;
import io.authrealm.api.tenant.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OTPPolicy;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.Base32;
import org.keycloak.models.utils.CredentialValidation;
import org.keycloak.models.utils.HmacOTP;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.utils.CredentialHelper;

/**
 * A user's authenticator app. It is a credential of Keycloak, so it is asked for on its pages too.
 * A new one replaces the old one only when its first code is right.
 */
public final class TotpFactor {

    private static final int SECRET_CHARACTERS = 20;

    private static final Set<String> REMOVED_TOGETHER =
            Set.of(SecondFactor.TOTP.type(), SecondFactor.RECOVERY_CODE.type());

    private final KeycloakSession session;
    private final Tenant tenant;
    private final RecoveryCodes recoveryCodes;
    private final FactorNotice notice;
    private final PendingTotp pendings;

    public TotpFactor(KeycloakSession session, Delivery delivery, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
        this.recoveryCodes = new RecoveryCodes(session, delivery, tenant);
        this.notice = new FactorNotice(session, delivery, tenant);
        this.pendings = new PendingTotp(session, tenant);
    }

    /** Whether the caller has an authenticator app. */
    public boolean isEnrolled(Caller caller) {
        return isEnrolled(caller.user());
    }

    private static boolean isEnrolled(UserModel user) {
        return user.credentialManager().isConfiguredFor(SecondFactor.TOTP.type());
    }

    /** Whether an app is half set up in the caller's session. */
    public boolean isBegun(Caller caller) {
        return pendings.isBegun(new SignedInEnroller(session, caller));
    }

    /** {@link #start(Enroller, String)} in the caller's session. */
    public TotpStartResult start(Caller caller, String account) {
        return start(new SignedInEnroller(session, caller), account);
    }

    /** The same for a client that replaces no app. */
    public FirstTotpStartResult startFirst(Caller caller) {
        new CredentialTurns(session).take(caller.user());
        return isEnrolled(caller)
                ? new FirstTotpStartResult.AlreadyEnrolled()
                : start(caller, null);
    }

    /**
     * Makes the secret of a new app, as the realm's OTP policy has it.
     *
     * @param account what the app shows beside the realm's name; null for the user's address
     */
    public TotpStartResult start(Enroller enroller, String account) {
        UserModel user = enroller.user();
        if (!enroller.mayAddFactor()) {
            refuse(enroller, "step-up required", Errors.NOT_ALLOWED);
            return new TotpStartResult.StepUpRequired();
        }
        String secret = HmacOTP.generateSecret(SECRET_CHARACTERS);
        return started(
                pendings.begin(
                        enroller,
                        OTPCredentialModel.createFromPolicy(tenant.realm(), secret, null)),
                account == null ? nameOf(user) : account);
    }

    /**
     * Like {@link #start(Enroller, String)}, but the app that is half set up already stays the
     * same: a client may ask for its secret again.
     */
    public TotpStartResult startOrShow(Enroller enroller, String account) {
        Optional<Pending> begun =
                enroller.mayAddFactor() ? pendings.find(enroller) : Optional.empty();
        return begun.map(
                        pending ->
                                started(
                                        pending,
                                        account == null ? nameOf(enroller.user()) : account))
                .orElseGet(() -> start(enroller, account));
    }

    private TotpStartResult started(Pending pending, String account) {
        String secret = pending.credential().getOTPSecretData().getValue();
        OTPPolicy policy = tenant.realm().getOTPPolicy();
        return new TotpStartResult.Started(
                pending.id(),
                Base32.encode(secret.getBytes(StandardCharsets.UTF_8)),
                policy.getKeyURI(issuer(), account, secret));
    }

    private static String nameOf(UserModel user) {
        return user.getEmail() == null ? user.getUsername() : user.getEmail();
    }

    private String issuer() {
        String name = tenant.realm().getDisplayName();
        return name == null || name.isBlank() ? tenant.realm().getName() : name;
    }

    /** {@link #confirm(Enroller, String)} in the caller's session. */
    public TotpConfirmResult confirm(Caller caller, String code) {
        return confirm(new SignedInEnroller(session, caller), code);
    }

    /** The same for a client that replaces no app. */
    public FirstTotpConfirmResult confirmFirst(Caller caller, String code) {
        new CredentialTurns(session).take(caller.user());
        return isEnrolled(caller)
                ? new FirstTotpConfirmResult.AlreadyEnrolled()
                : confirm(caller, code);
    }

    /**
     * Stores the new app if the code is its code, and makes new recovery codes.
     *
     * @param code any text
     */
    public TotpConfirmResult confirm(Enroller enroller, String code) {
        Optional<Pending> taken = pendings.take(enroller);
        if (taken.isEmpty()) {
            refuse(enroller, "not started", Errors.INVALID_REQUEST);
            return new TotpConfirmResult.NotStarted();
        }
        Pending pending = taken.get();
        String typed = TypedCode.of(code);
        OTPCredentialModel app = pending.credential();
        int window = tenant.realm().getOTPPolicy().getLookAheadWindow();
        if (!CredentialValidation.validOTP(typed, app, window)) {
            pendings.putBack(enroller, pending.afterWrongCode());
            refuse(enroller, "wrong code", Errors.INVALID_USER_CREDENTIALS);
            return new TotpConfirmResult.CodeInvalid();
        }
        new CredentialTurns(session).take(enroller.user());
        if (!enroller.isStillGood()) {
            refuse(enroller, "session ended", Errors.NOT_ALLOWED);
            return new TotpConfirmResult.NotStarted();
        }
        if (!enroller.mayAddFactor()) {
            pendings.putBack(enroller, pending);
            refuse(enroller, "step-up required", Errors.NOT_ALLOWED);
            return new TotpConfirmResult.StepUpRequired();
        }
        try {
            return store(enroller, app, typed);
        } catch (ReadOnlyException e) {
            session.getTransactionManager().setRollbackOnly();
            return new TotpConfirmResult.ReadOnly();
        }
    }

    private TotpConfirmResult store(Enroller enroller, OTPCredentialModel app, String code) {
        UserModel user = enroller.user();
        List<String> old = ids(user, Set.of(SecondFactor.TOTP.type()));
        // It also claims the code, which can then sign nobody in.
        if (!CredentialHelper.createOTPCredential(session, tenant.realm(), user, code, app)) {
            session.getTransactionManager().setRollbackOnly();
            return new TotpConfirmResult.CodeInvalid();
        }
        old.forEach(user.credentialManager()::removeStoredCredentialById);
        user.removeRequiredAction(UserModel.RequiredAction.CONFIGURE_TOTP);
        List<String> codes = recoveryCodes.replace(user);
        enroller.proved(SecondFactor.TOTP);
        List<SecondFactor> added = new ArrayList<>(List.of(SecondFactor.TOTP));
        if (!codes.isEmpty()) {
            added.add(SecondFactor.RECOVERY_CODE);
        }
        notice.added(user, enroller.session(), added);
        return new TotpConfirmResult.Confirmed(codes);
    }

    /** Removes the caller's app, and the recovery codes with it. */
    public FactorRemovalResult remove(Caller caller) {
        UserModel user = caller.user();
        new CredentialTurns(session).take(user);
        if (!isEnrolled(user)) {
            return new FactorRemovalResult.NotEnrolled();
        }
        Enroller own = new SignedInEnroller(session, caller);
        if (!StepUp.isOpen(tenant, caller.session()) || !own.isStillGood()) {
            event(EventType.REMOVE_CREDENTIAL, user, caller.session())
                    .detail(Details.REASON, "step-up required")
                    .error(Errors.NOT_ALLOWED);
            return new FactorRemovalResult.StepUpRequired();
        }
        boolean hasCodes =
                user.credentialManager().isConfiguredFor(SecondFactor.RECOVERY_CODE.type());
        ids(user, REMOVED_TOGETHER).forEach(user.credentialManager()::removeStoredCredentialById);
        if (isEnrolled(user)) {
            session.getTransactionManager().setRollbackOnly();
            return new FactorRemovalResult.ReadOnly();
        }
        notice.removed(
                user,
                caller.session(),
                hasCodes
                        ? List.of(SecondFactor.TOTP, SecondFactor.RECOVERY_CODE)
                        : List.of(SecondFactor.TOTP));
        return new FactorRemovalResult.Removed();
    }

    private static List<String> ids(UserModel user, Set<String> types) {
        return user.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> types.contains(credential.getType()))
                .map(CredentialModel::getId)
                .toList();
    }

    private void refuse(Enroller enroller, String reason, String error) {
        event(EventType.UPDATE_CREDENTIAL, enroller.user(), enroller.session())
                .detail(Details.REASON, reason)
                .error(error);
    }

    private EventBuilder event(EventType type, UserModel user, UserSessionModel own) {
        EventBuilder event =
                ApiEvents.open(session, tenant, type)
                        .user(user)
                        .detail(Details.CREDENTIAL_TYPE, SecondFactor.TOTP.type());
        return own == null ? event : event.session(own);
    }
}
