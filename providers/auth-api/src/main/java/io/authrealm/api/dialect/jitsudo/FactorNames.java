package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.service.factor.SecondFactor;
import java.util.List;
import java.util.Optional;

/** What the dialect calls the second factors. */
final class FactorNames {

    private FactorNames() {}

    /** Nothing for a factor that JITSudo does not have. */
    static Optional<String> of(SecondFactor factor) {
        return switch (factor) {
            case TOTP -> Optional.of("totp");
            case SECURITY_KEY -> Optional.of("webauthn_fido");
            case PASSKEY -> Optional.of("webauthn_passkey");
            case MAIL_CODE, TEXT_CODE, RECOVERY_CODE -> Optional.empty();
        };
    }

    static List<String> of(List<SecondFactor> factors) {
        return factors.stream().flatMap(factor -> of(factor).stream()).distinct().toList();
    }

    /** Whether a client of JITSudo can answer with one of these. */
    static boolean canAnswer(List<SecondFactor> factors) {
        return factors.stream()
                .anyMatch(factor -> factor == SecondFactor.RECOVERY_CODE || of(factor).isPresent());
    }
}
