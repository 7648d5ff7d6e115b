package io.authrealm.api.service.stepup;

import io.authrealm.api.caller.Caller;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.api.service.factor.TotpFactor;
import io.authrealm.api.service.factor.TypedCode;
import java.util.List;
import java.util.regex.Pattern;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;

/** Step-up by a code of the authenticator app, or by a recovery code. */
public final class CodeStepUp {

    /** Apps have six or eight digits, recovery codes are longer. */
    private static final Pattern OF_AN_APP = Pattern.compile("[0-9]{1,9}");

    private final StepUpAttempts attempts;
    private final TotpFactor totp;

    public CodeStepUp(StepUpAttempts attempts, TotpFactor totp) {
        this.attempts = attempts;
        this.totp = totp;
    }

    /**
     * Opens the window of the caller's session if the code is right.
     *
     * @param code any text
     */
    public StepUpResult verify(Caller caller, String code) {
        UserModel user = caller.user();
        if (!has(user, SecondFactor.TOTP) && !has(user, SecondFactor.RECOVERY_CODE)) {
            return totp.isBegun(caller)
                    ? new StepUpResult.NotConfirmed()
                    : new StepUpResult.NotEnrolled();
        }
        String typed = TypedCode.of(code);
        return OF_AN_APP.matcher(typed).matches()
                ? attempts.attempt(caller, SecondFactor.TOTP, () -> isOfAnApp(user, typed))
                : attempts.attempt(
                        caller, SecondFactor.RECOVERY_CODE, () -> isRecoveryCode(user, typed));
    }

    private static boolean has(UserModel user, SecondFactor factor) {
        return user.credentialManager().isConfiguredFor(factor.type());
    }

    /** Of any of the user's apps. An app that only a directory has is one without an id. */
    private static boolean isOfAnApp(UserModel user, String code) {
        List<String> apps =
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(SecondFactor.TOTP.type())
                        .map(CredentialModel::getId)
                        .toList();
        return (apps.isEmpty() ? List.of("") : apps)
                .stream()
                        .anyMatch(
                                app ->
                                        user.credentialManager()
                                                .isValid(
                                                        new UserCredentialModel(
                                                                app,
                                                                SecondFactor.TOTP.type(),
                                                                code)));
    }

    private static boolean isRecoveryCode(UserModel user, String code) {
        return user.credentialManager().isValid(UserCredentialModel.buildFromBackupAuthnCode(code));
    }
}
