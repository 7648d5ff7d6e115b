package io.authrealm.api.account;

import io.authrealm.api.flow.FlowRunner;
import io.authrealm.api.flow.HeadlessProcessor;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.token.TokenIssuer;
import io.authrealm.api.token.TokenPair;
import io.authrealm.core.text.EmailSyntax;
import io.authrealm.hashing.HashingBusyException;
import io.authrealm.hashing.TimingHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/**
 * Creating an account and signing it in at once (contract, section 8.1), through the realm's user
 * profile and password policy.
 *
 * <p>All of it happens in a transaction of its own: whatever fails, at the commit even, leaves no
 * user, and two sign-ups of one address at the same moment end in one user and one {@link
 * Result.Refused}.
 */
public final class SignUp {

    /** How a sign-up ends. */
    public sealed interface Result {

        record SignedUp(Profile profile, TokenPair tokens) implements Result {}

        /**
         * The account is there, but has to be set up further on a page before its first sign-in.
         */
        record ActionRequired(Profile profile, List<String> actions) implements Result {}

        /**
         * The address is taken. The client is not told so, and pays for a hash as if it were not.
         */
        record Refused() implements Result {}

        /** The realm's password policy refuses the password. */
        record PasswordRefused(PasswordRefusal refusal) implements Result {}

        /** The realm's user profile refuses a member. */
        record InvalidField(String field, String code) implements Result {}

        /** The server computes too many password hashes already; nothing was created. */
        record Overloaded(int retryAfterSeconds) implements Result {}

        /** The realm does not let people register. */
        record Closed() implements Result {}
    }

    /** A new account; {@code displayName} may be null. */
    public record NewAccount(String email, String password, String displayName) {}

    /** Thrown to roll the transaction back; never leaves this class. */
    private static final class Abort extends RuntimeException {
        final Result result;

        Abort(Result result) {
            super(null, null, false, false);
            this.result = result;
        }
    }

    /** What the user profile says of an address that somebody has. */
    static final Set<String> TAKEN = Set.of(Messages.EMAIL_EXISTS, Messages.USERNAME_EXISTS);

    private final KeycloakSession session;
    private final Tenant tenant;

    public SignUp(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    public Result create(NewAccount account) {
        if (!tenant.realm().isRegistrationAllowed()) {
            return new Result.Closed();
        }
        Result result;
        try {
            result =
                    KeycloakModelUtils.runJobInTransactionWithResult(
                            session.getKeycloakSessionFactory(),
                            session.getContext(),
                            job -> createUnlessOverloaded(job, account),
                            "AuthRealm sign-up");
        } catch (Abort e) {
            result = e.result;
        } catch (RuntimeException e) {
            // The commit fails where another transaction has just taken the address.
            if (!isTaken(account.email())) {
                throw e;
            }
            result = new Result.Refused();
        }
        boolean created =
                result instanceof Result.SignedUp || result instanceof Result.ActionRequired;
        if (!created) {
            EventBuilder event =
                    new EventBuilder(tenant.realm(), session, session.getContext().getConnection())
                            .event(EventType.REGISTER)
                            .client(tenant.client())
                            .detail(Details.REGISTER_METHOD, "authrealm")
                            .detail(Details.EMAIL, account.email());
            event.error(eventErrorOf(result));
        }
        return result;
    }

    private static String eventErrorOf(Result result) {
        if (result instanceof Result.Overloaded) {
            return Errors.GENERIC_AUTHENTICATION_ERROR;
        }
        return result instanceof Result.Refused ? Errors.EMAIL_IN_USE : Errors.INVALID_REGISTRATION;
    }

    private Result createUnlessOverloaded(KeycloakSession job, NewAccount account) {
        try {
            return createIn(job, account);
        } catch (ModelException e) {
            OptionalInt overloaded = HashingBusyException.retryAfter(job);
            if (overloaded.isEmpty()) {
                throw e;
            }
            throw new Abort(new Result.Overloaded(overloaded.getAsInt()));
        }
    }

    private Result createIn(KeycloakSession job, NewAccount account) {
        Tenant here = Tenant.of(job.getContext().getRealm()).orElseThrow();
        UserProfile profile =
                job.getProvider(UserProfileProvider.class)
                        .create(UserProfileContext.REGISTRATION, attributes(job, account));
        PolicyError policyError =
                job.getProvider(PasswordPolicyManagerProvider.class)
                        .validate(account.email(), account.password());
        if (policyError != null) {
            throw new Abort(new Result.PasswordRefused(PasswordRefusal.of(policyError)));
        }
        try {
            profile.validate();
        } catch (ValidationException e) {
            throw new Abort(refusal(job, e));
        }
        UserModel user;
        try {
            user = profile.create();
        } catch (ModelDuplicateException e) {
            throw new Abort(new Result.Refused());
        }
        user.setEnabled(true);
        user.credentialManager()
                .updateCredential(UserCredentialModel.password(account.password(), false));
        new EventBuilder(here.realm(), job, session.getContext().getConnection())
                .event(EventType.REGISTER)
                .client(here.client())
                .user(user)
                .detail(Details.REGISTER_METHOD, "authrealm")
                .detail(Details.EMAIL, account.email())
                .success();
        return signIn(job, here, user);
    }

    private static Result signIn(KeycloakSession job, Tenant here, UserModel user) {
        Profile profile = new Profiles(job, here).of(user);
        FlowRunner flow = new FlowRunner(job, here);
        AuthenticationSessionModel authentication = flow.newAuthenticationSession();
        HeadlessProcessor processor = flow.processorFor(authentication);
        authentication.setAuthenticatedUser(user);
        AuthenticatorUtil.addAuthCredential(authentication, PasswordCredentialModel.TYPE);
        List<String> actions = processor.pendingActions();
        if (!actions.isEmpty()) {
            flow.abandon(authentication);
            return new Result.ActionRequired(profile, actions);
        }
        return new Result.SignedUp(profile, new TokenIssuer(job, here).issue(processor));
    }

    private static Map<String, List<String>> attributes(KeycloakSession job, NewAccount account) {
        Map<String, List<String>> attributes = new HashMap<>();
        attributes.put(UserModel.USERNAME, List.of(account.email()));
        attributes.put(UserModel.EMAIL, List.of(account.email()));
        if (account.displayName() != null) {
            boolean declared =
                    job.getProvider(UserProfileProvider.class)
                                    .getConfiguration()
                                    .getAttribute(Profiles.DISPLAY_NAME)
                            != null;
            if (declared) {
                attributes.put(Profiles.DISPLAY_NAME, List.of(account.displayName()));
            } else {
                splitName(account.displayName(), attributes);
            }
        }
        return attributes;
    }

    /** For a realm with Keycloak's default profile, which knows a first and a last name only. */
    private static void splitName(String displayName, Map<String, List<String>> attributes) {
        String name = displayName.trim();
        int space = name.lastIndexOf(' ');
        attributes.put(
                UserModel.FIRST_NAME, List.of(space < 0 ? name : name.substring(0, space).trim()));
        attributes.put(UserModel.LAST_NAME, List.of(space < 0 ? "" : name.substring(space + 1)));
    }

    /**
     * A broken rule comes first: said only where the address is free, it would tell who has an
     * account without creating one.
     */
    private static Result refusal(KeycloakSession job, ValidationException e) {
        Optional<ValidationException.Error> broken =
                e.getErrors().stream()
                        .filter(error -> !TAKEN.contains(error.getMessage()))
                        .findFirst();
        if (broken.isEmpty()) {
            TimingHash.compute(job);
            return new Result.Refused();
        }
        return switch (broken.get().getAttribute()) {
            case UserModel.USERNAME, UserModel.EMAIL ->
                    new Result.InvalidField("email", "invalid_email");
            default -> new Result.InvalidField("display_name", "invalid");
        };
    }

    private boolean isTaken(String email) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job ->
                        job.users()
                                        .getUserByEmail(
                                                job.getContext().getRealm(),
                                                EmailSyntax.normalized(email))
                                != null,
                "AuthRealm sign-up");
    }
}
