package io.authrealm.api.service.signup;

import io.authrealm.api.keycloak.ProfileErrors;
import io.authrealm.api.keycloak.ValidatedProfiles;
import io.authrealm.api.service.password.HashingAttempt;
import io.authrealm.api.service.password.PasswordRules;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.tenant.AddressScope;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.UserByEmail;
import io.authrealm.core.text.EmailSyntax;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/**
 * Creates an account through the realm's user profile and password policy, for sign-up and for
 * admins.
 *
 * <p>All of it happens in a transaction of its own. A failure, even at the commit, leaves no user,
 * and two requests for one address at the same moment end in one user.
 */
public final class AccountCreation {

    /** The caller's part of the transaction, in its session. */
    public interface Completion<R> {
        R complete(KeycloakSession job, Tenant here, UserModel created);
    }

    /**
     * A new account, whose address is in the form that is stored.
     *
     * @param username the address if the client chooses none, or if the realm takes no other
     * @param password may be null; no rule for passwords then applies
     * @param displayName may be null
     * @param name what takes the place of the display name; may be null
     */
    public record NewAccount(
            String username, String email, String password, String displayName, PersonName name) {

        public NewAccount {
            if (username != null && username.equals(email)) {
                username = EmailSyntax.normalized(username);
            }
            // A request that lacks it is refused after it was read as a whole.
            email = email == null ? null : EmailSyntax.normalized(email);
        }

        /** An account whose name is its address. */
        public NewAccount(String email, String password, String displayName) {
            this(email, email, password, displayName, null);
        }

        private boolean hasNameOfItsOwn() {
            return username != null && !username.equals(email);
        }

        @Override
        public String toString() {
            return "NewAccount";
        }
    }

    /** First and last name of a person. */
    public record PersonName(String first, String last) {}

    /** Thrown to roll the transaction back; never leaves this class. */
    private static final class Abort extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final transient AccountRefusal refusal;

        Abort(AccountRefusal refusal) {
            super(null, null, false, false);
            this.refusal = refusal;
        }
    }

    /** Makes the account in the realm of a session's context, within its transaction. */
    public interface Maker {
        UserModel make(KeycloakSession job, UserProfileContext context, NewAccount account);
    }

    private final KeycloakSession session;

    public AccountCreation(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Creates the account in the realm of the session's context.
     *
     * @param context decides which rules of the user profile apply
     * @param completion the rest of the transaction
     */
    public <R> R create(
            UserProfileContext context,
            NewAccount account,
            Completion<R> completion,
            Function<AccountRefusal, R> refused) {
        return create(context, account, job -> {}, completion, refused);
    }

    /**
     * The same.
     *
     * @param preparation of the session that creates the account
     */
    <R> R create(
            UserProfileContext context,
            NewAccount account,
            Consumer<KeycloakSession> preparation,
            Completion<R> completion,
            Function<AccountRefusal, R> refused) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(),
                    session.getContext(),
                    job -> {
                        preparation.accept(job);
                        UserModel user = hashing(job, () -> createIn(job, context, account));
                        return completion.complete(job, tenantOf(job), user);
                    },
                    "AuthRealm account");
        } catch (Abort e) {
            return refused.apply(e.refusal);
        } catch (RuntimeException e) {
            return refused.apply(crossedBy(session, account).orElseThrow(() -> e));
        }
    }

    /**
     * Creates an account in a transaction that makes more than this one. The rules for passwords
     * have been looked at before.
     *
     * @param transaction is rolled back if the account is refused, and must let exceptions through
     */
    public static <R> R inAnotherTransaction(
            Function<Maker, R> transaction, Function<AccountRefusal, R> refused) {
        try {
            return transaction.apply(
                    (job, context, account) ->
                            hashing(
                                    job,
                                    () -> createIn(job, profile(job, context, account), account)));
        } catch (Abort e) {
            return refused.apply(e.refusal);
        }
    }

    private static UserModel hashing(KeycloakSession job, Supplier<UserModel> creation) {
        return new HashingAttempt(job)
                .run(
                        creation,
                        seconds -> {
                            throw new Abort(new AccountRefusal.Overloaded(seconds));
                        });
    }

    private static Tenant tenantOf(KeycloakSession job) {
        return Tenant.of(job, job.getContext().getRealm())
                .orElseThrow(() -> new Abort(new AccountRefusal.Closed()));
    }

    /**
     * Why the commit failed: another transaction has just taken the address or the name, or has
     * closed the realm. Empty if it failed for another reason.
     */
    private static Optional<AccountRefusal> crossedBy(KeycloakSession session, NewAccount account) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                job -> {
                    RealmModel realm = job.getContext().getRealm();
                    if (Tenant.of(job, realm).isEmpty()) {
                        return Optional.of(new AccountRefusal.Closed());
                    }
                    return isTaken(job, realm, account)
                            ? Optional.of(new AccountRefusal.Taken(true))
                            : Optional.empty();
                },
                "AuthRealm account");
    }

    private static boolean isTaken(KeycloakSession job, RealmModel realm, NewAccount account) {
        return UserByEmail.find(job, realm, account.email()) != null
                || AddressScope.isTakenElsewhere(job, realm, account.email())
                || (account.hasNameOfItsOwn()
                        && job.users().getUserByUsername(realm, account.username()) != null);
    }

    private static UserModel createIn(
            KeycloakSession job, UserProfileContext context, NewAccount account) {
        UserProfile profile = profile(job, context, account);
        if (account.password() != null) {
            PasswordRules rules = new PasswordRules(job);
            rules.refusal(account.username(), account.password())
                    // Keycloak's rule against the address compares the one name that it is given.
                    .or(
                            () ->
                                    account.password().equalsIgnoreCase(account.email())
                                            ? rules.refusal(account.email(), account.password())
                                            : Optional.empty())
                    .map(AccountRefusal.PasswordRefused::new)
                    .ifPresent(
                            refusal -> {
                                throw new Abort(refusal);
                            });
        }
        return createIn(job, profile, account);
    }

    private static UserModel createIn(
            KeycloakSession job, UserProfile profile, NewAccount account) {
        refusal(job.getContext().getRealm(), profile, account)
                .ifPresent(
                        refusal -> {
                            throw new Abort(refusal);
                        });
        if (isTakenInAnotherForm(job, account.email())) {
            throw new Abort(new AccountRefusal.Taken(false));
        }
        UserModel user;
        try {
            user = ValidatedProfiles.create(job, profile);
        } catch (ModelDuplicateException e) {
            throw new Abort(new AccountRefusal.Taken(false));
        }
        user.setEnabled(true);
        if (account.password() != null) {
            user.credentialManager()
                    .updateCredential(UserCredentialModel.password(account.password(), false));
        }
        return user;
    }

    /** Keycloak sees that only as long as its cache of users is on. */
    private static boolean isTakenInAnotherForm(KeycloakSession job, String email) {
        RealmModel realm = job.getContext().getRealm();
        return EmailSyntax.forms(email).size() > 1
                && !realm.isDuplicateEmailsAllowed()
                && UserByEmail.find(job, realm, email) != null;
    }

    /** The user profile of an account that is not created yet, and whose rules were not checked. */
    public static UserProfile profile(
            KeycloakSession job, UserProfileContext context, NewAccount account) {
        return job.getProvider(UserProfileProvider.class).create(context, attributes(job, account));
    }

    /**
     * Whether the realm's user profile takes no account with the address, which must be valid. An
     * address that is taken is not refused.
     */
    public static boolean isAddressRefused(KeycloakSession session, String email) {
        try {
            profile(session, UserProfileContext.REGISTRATION, new NewAccount(email, null, null))
                    .validate();
            return false;
        } catch (ValidationException e) {
            return e.getErrors().stream()
                    .filter(error -> !ProfileErrors.TAKEN.contains(error.getMessage()))
                    .anyMatch(error -> UserModel.EMAIL.equals(error.getAttribute()));
        }
    }

    private static Map<String, List<String>> attributes(KeycloakSession job, NewAccount account) {
        Map<String, List<String>> attributes = new HashMap<>();
        attributes.put(UserModel.USERNAME, List.of(account.username()));
        attributes.put(UserModel.EMAIL, List.of(account.email()));
        if (account.name() != null) {
            attributes.put(UserModel.FIRST_NAME, List.of(account.name().first()));
            attributes.put(UserModel.LAST_NAME, List.of(account.name().last()));
        } else if (account.displayName() != null) {
            UPConfig profile = job.getProvider(UserProfileProvider.class).getConfiguration();
            boolean declared = profile.getAttribute(Profiles.DISPLAY_NAME) != null;
            if (declared) {
                attributes.put(Profiles.DISPLAY_NAME, List.of(account.displayName()));
            }
            if (!declared
                    || isRequired(profile, UserModel.FIRST_NAME)
                    || isRequired(profile, UserModel.LAST_NAME)) {
                splitName(account.displayName(), attributes);
            }
        }
        return attributes;
    }

    private static boolean isRequired(UPConfig profile, String name) {
        UPAttribute attribute = profile.getAttribute(name);
        return attribute != null && attribute.getRequired() != null;
    }

    /**
     * For a profile that has only a first and a last name, or demands them, as the default does.
     */
    private static void splitName(String displayName, Map<String, List<String>> attributes) {
        String name = displayName.trim();
        int space = name.lastIndexOf(' ');
        attributes.put(
                UserModel.FIRST_NAME, List.of(space < 0 ? name : name.substring(0, space).trim()));
        attributes.put(UserModel.LAST_NAME, List.of(space < 0 ? "" : name.substring(space + 1)));
    }

    /**
     * Why the user profile takes no such account; empty if it takes it. A broken rule comes before
     * a taken address: if it were reported only for free addresses, it would reveal accounts
     * without creating one.
     *
     * @param realm may ask its users at their first sign-in for what is required and missing here
     */
    public static Optional<AccountRefusal.ByProfile> refusal(
            RealmModel realm, UserProfile profile, NewAccount account) {
        boolean isAskedForLater = ProfileErrors.isAskedForLater(realm);
        try {
            profile.validate();
            return Optional.empty();
        } catch (ValidationException e) {
            return refusal(e, account, isAskedForLater);
        }
    }

    private static Optional<AccountRefusal.ByProfile> refusal(
            ValidationException e, NewAccount account, boolean isAskedForLater) {
        List<ValidationException.Error> errors =
                e.getErrors().stream()
                        .filter(error -> account.hasNameOfItsOwn() || !isOfNameOnly(error))
                        .filter(error -> !(isAskedForLater && isMissing(error)))
                        .toList();
        Optional<ValidationException.Error> broken =
                errors.stream()
                        .filter(error -> !ProfileErrors.TAKEN.contains(error.getMessage()))
                        .findFirst();
        if (broken.isEmpty()) {
            return errors.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new AccountRefusal.Taken(false));
        }
        return Optional.of(new AccountRefusal.InvalidAttribute(refused(broken.get(), account)));
    }

    private static AccountAttribute refused(ValidationException.Error error, NewAccount account) {
        String name = error.getAttribute();
        AccountAttribute.Kind kind =
                switch (name) {
                    case UserModel.USERNAME ->
                            account.hasNameOfItsOwn()
                                    ? AccountAttribute.Kind.USERNAME
                                    : AccountAttribute.Kind.EMAIL;
                    case UserModel.EMAIL -> AccountAttribute.Kind.EMAIL;
                    case Profiles.DISPLAY_NAME -> AccountAttribute.Kind.DISPLAY_NAME;
                    case UserModel.FIRST_NAME, UserModel.LAST_NAME ->
                            account.displayName() == null || isMissing(error)
                                    ? AccountAttribute.Kind.PERSON_NAME
                                    : AccountAttribute.Kind.DISPLAY_NAME;
                    default -> AccountAttribute.Kind.OTHER;
                };
        return new AccountAttribute(kind, name, isMissing(error));
    }

    /** The address and the user name are never missing, but can be refused as such. */
    private static boolean isMissing(ValidationException.Error error) {
        return ProfileErrors.isMissing(error)
                && !UserModel.EMAIL.equals(error.getAttribute())
                && !UserModel.USERNAME.equals(error.getAttribute());
    }

    private static boolean isOfNameOnly(ValidationException.Error error) {
        return UserModel.USERNAME.equals(error.getAttribute())
                && ProfileErrors.CHARACTER_OF_NAME.equals(error.getMessage());
    }
}
