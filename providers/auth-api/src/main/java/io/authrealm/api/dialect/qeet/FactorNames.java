package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.factor.SecondFactor;
import java.util.Arrays;
import java.util.Optional;

/** What the dialect calls the second factors. */
final class FactorNames {

    private FactorNames() {}

    static String of(SecondFactor factor) {
        return switch (factor) {
            case TOTP -> "totp";
            case SECURITY_KEY -> "webauthn";
            case PASSKEY -> "passkey";
            case MAIL_CODE -> "email";
            case TEXT_CODE -> "sms";
            case RECOVERY_CODE -> "recovery_code";
        };
    }

    static Optional<SecondFactor> factor(String name) {
        return Arrays.stream(SecondFactor.values())
                .filter(factor -> of(factor).equals(name))
                .findAny();
    }
}
