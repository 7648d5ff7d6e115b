package io.authrealm.api.keycloak;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * How the user of a session has signed in, in the words of RFC 8176 for the claim {@code amr}. The
 * session keeps it, so that every token of the session has it.
 */
public final class MethodReferences {

    private static final String NOTE = "authrealm.amr";
    private static final String SEPARATOR = " ";

    private static final String PASSWORD = "pwd";
    private static final String CODE = "otp";
    private static final String TEXT_MESSAGE = "sms";
    private static final String KEY = "hwk";
    private static final String USER_VERIFIED = "user";
    private static final String SEVERAL_FACTORS = "mfa";

    private MethodReferences() {}

    /** Keeps the methods of a complete sign-in for its session. */
    static void keep(AuthenticationSessionModel authentication) {
        authentication.setUserSessionNote(NOTE, String.join(SEPARATOR, of(authentication)));
    }

    /** The methods of the sign-in of a session; nothing if it was none of the API's. */
    public static List<String> of(UserSessionModel session) {
        return Optional.ofNullable(session.getNote(NOTE))
                .filter(note -> !note.isEmpty())
                .map(note -> Arrays.asList(note.split(SEPARATOR)))
                .orElseGet(List::of);
    }

    /** Whether the session is one of the API's sign-ins, of which the methods are known. */
    public static boolean isKeptIn(UserSessionModel session) {
        return session.getNote(NOTE) != null;
    }

    /** Whether the user has signed in with more than one factor. */
    public static boolean areOfSeveralFactors(UserSessionModel session) {
        return of(session).contains(SEVERAL_FACTORS);
    }

    private static Set<String> of(AuthenticationSessionModel authentication) {
        List<String> used = UsedCredentials.of(authentication);
        String proof = authentication.getAuthNote(Details.AUTH_TYPE);
        boolean isByPasskey = Proof.PASSKEY.name().equals(proof);
        Set<String> methods = new LinkedHashSet<>();
        if (isByPasskey) {
            methods.add(KEY);
        }
        for (String type : used) {
            methods.addAll(of(type, proof));
        }
        boolean isByVerifiedPasskey =
                isByPasskey && used.contains(WebAuthnCredentialModel.TYPE_PASSWORDLESS);
        if (isByVerifiedPasskey) {
            methods.add(USER_VERIFIED);
        }
        boolean hasSecondFactor =
                used.stream()
                        .anyMatch(
                                type ->
                                        !type.equals(PasswordCredentialModel.TYPE)
                                                && !type.equals(
                                                        WebAuthnCredentialModel.TYPE_PASSWORDLESS));
        if (isByVerifiedPasskey || hasSecondFactor || isPasskeyAfterPassword(used)) {
            methods.add(SEVERAL_FACTORS);
        }
        return methods;
    }

    private static boolean isPasskeyAfterPassword(List<String> used) {
        return used.contains(PasswordCredentialModel.TYPE)
                && used.contains(WebAuthnCredentialModel.TYPE_PASSWORDLESS);
    }

    /** A link counts as the password for the flow, but it is none. */
    private static List<String> of(String type, String proof) {
        return switch (type) {
            case PasswordCredentialModel.TYPE ->
                    Proof.MAGIC_LINK.name().equals(proof) ? List.of() : List.of(PASSWORD);
            case OTPCredentialModel.TYPE,
                    RecoveryAuthnCodesCredentialModel.TYPE,
                    FlowStep.MAIL_CODE_TYPE ->
                    List.of(CODE);
            case FlowStep.TEXT_CODE_TYPE -> List.of(CODE, TEXT_MESSAGE);
            case WebAuthnCredentialModel.TYPE_TWOFACTOR,
                    WebAuthnCredentialModel.TYPE_PASSWORDLESS ->
                    List.of(KEY);
            default -> List.of();
        };
    }
}
