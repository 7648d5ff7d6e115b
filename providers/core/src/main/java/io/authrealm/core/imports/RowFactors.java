package io.authrealm.core.imports;

import java.util.List;

/**
 * The second factors that a user brings along.
 *
 * @param totp authenticator apps
 * @param recoveryCodes each once
 */
public record RowFactors(List<TotpSecret> totp, List<RecoveryCode> recoveryCodes) {

    public static final RowFactors NONE = new RowFactors(List.of(), List.of());

    /** Leaves out what is secret. */
    @Override
    public String toString() {
        return "RowFactors";
    }
}
