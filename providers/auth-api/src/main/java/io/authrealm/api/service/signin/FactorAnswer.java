package io.authrealm.api.service.signin;

import io.authrealm.api.keycloak.FlowAnswer;
import io.authrealm.api.service.factor.SecondFactor;
import io.authrealm.core.webauthn.PublicKeyJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a user answers a second-factor challenge with: a code, or the signature of a key. */
public final class FactorAnswer {

    /** What people put between groups of characters. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]+");

    /** As apps make them, with six digits or eight. */
    private static final Pattern TOTP = Pattern.compile("[0-9]{6,8}");

    /** Only recovery codes have as many characters. */
    private static final int LONG = 10;

    private final Optional<SecondFactor> named;
    private final String code;
    private final PublicKeyJson.Assertion assertion;
    private final boolean trustsDevice;

    private FactorAnswer(
            Optional<SecondFactor> named,
            String code,
            PublicKeyJson.Assertion assertion,
            boolean trustsDevice) {
        this.named = named;
        this.code = code;
        this.assertion = assertion;
        this.trustsDevice = trustsDevice;
    }

    /**
     * @param named the factor that the client names, if it names one
     * @param code as the user has typed it in
     */
    public static FactorAnswer code(Optional<SecondFactor> named, String code) {
        return new FactorAnswer(named, SEPARATORS.matcher(code).replaceAll(""), null, false);
    }

    /**
     * @param named the factor that the client names, if it names one
     */
    public static FactorAnswer key(
            Optional<SecondFactor> named, PublicKeyJson.Assertion assertion) {
        return new FactorAnswer(named, null, assertion, false);
    }

    /** The same answer of a user who trusts the device from now on. */
    public FactorAnswer trustingDevice() {
        return new FactorAnswer(named, code, assertion, true);
    }

    boolean trustsDevice() {
        return trustsDevice;
    }

    boolean isKey() {
        return assertion != null;
    }

    /**
     * The factor that the answer is for; nothing if it cannot be for any of those offered. Without
     * a name, the form of a code decides.
     *
     * @param prompted the factor that the client has asked for last, among those that are answered
     *     in this way
     */
    Optional<SecondFactor> among(List<SecondFactor> offered, Optional<SecondFactor> prompted) {
        List<SecondFactor> possible =
                offered.stream().filter(factor -> factor.isKey() == isKey()).toList();
        if (named.isPresent()) {
            return named.filter(possible::contains);
        }
        return Stream.of(
                        formOf(SecondFactor.RECOVERY_CODE, code -> code.length() >= LONG),
                        prompted,
                        formOf(SecondFactor.TOTP, code -> TOTP.matcher(code).matches()),
                        possible.stream().findFirst())
                .flatMap(Optional::stream)
                .filter(possible::contains)
                .findFirst();
    }

    private Optional<SecondFactor> formOf(SecondFactor factor, Predicate<String> form) {
        return isKey() || !form.test(code) ? Optional.empty() : Optional.of(factor);
    }

    FlowAnswer forFlow(SecondFactor factor) {
        return isKey()
                ? FlowAnswer.key(factor.type(), assertion)
                : FlowAnswer.code(factor.type(), code);
    }
}
