package io.authrealm.api;

import io.authrealm.api.caller.AdminCaller;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.http.Call;
import io.authrealm.api.service.action.CodeEnrolment;
import io.authrealm.api.service.action.KeyEnrolment;
import io.authrealm.api.service.action.PendingActions;
import io.authrealm.api.service.action.RecoveryEnrolment;
import io.authrealm.api.service.action.TotpEnrolment;
import io.authrealm.api.service.apikeys.ApiKeyAccess;
import io.authrealm.api.service.broker.AccountOrigin;
import io.authrealm.api.service.broker.SignInMethods;
import io.authrealm.api.service.factor.CodeFactors;
import io.authrealm.api.service.factor.FactorNotice;
import io.authrealm.api.service.factor.OwnFactors;
import io.authrealm.api.service.factor.RecoveryCodes;
import io.authrealm.api.service.factor.TotpFactor;
import io.authrealm.api.service.frontend.FrontEnds;
import io.authrealm.api.service.imports.ImportSlots;
import io.authrealm.api.service.imports.UserImports;
import io.authrealm.api.service.invites.InviteAcceptance;
import io.authrealm.api.service.invites.ListedInvites;
import io.authrealm.api.service.invites.ManagedInvites;
import io.authrealm.api.service.invites.OwnInvites;
import io.authrealm.api.service.link.MagicLinks;
import io.authrealm.api.service.link.MailedLinks;
import io.authrealm.api.service.link.VerificationLinks;
import io.authrealm.api.service.mailbox.MailboxProof;
import io.authrealm.api.service.mailbox.MailboxSignUp;
import io.authrealm.api.service.parent.AddressLimits;
import io.authrealm.api.service.parent.Children;
import io.authrealm.api.service.parent.ConfirmedAddresses;
import io.authrealm.api.service.parent.KeyedOrganizations;
import io.authrealm.api.service.parent.ParentAccounts;
import io.authrealm.api.service.parent.ParentClaims;
import io.authrealm.api.service.parent.ParentMails;
import io.authrealm.api.service.parent.ParentOrganizations;
import io.authrealm.api.service.parent.ParentPasswords;
import io.authrealm.api.service.parent.ParentSignIn;
import io.authrealm.api.service.parent.ParentSignUp;
import io.authrealm.api.service.parent.ParentVerification;
import io.authrealm.api.service.passkey.KeyStepUp;
import io.authrealm.api.service.passkey.PasskeyRegistration;
import io.authrealm.api.service.passkey.PasskeySignIn;
import io.authrealm.api.service.passkey.Passkeys;
import io.authrealm.api.service.password.NamedPasswordChange;
import io.authrealm.api.service.password.Passwords;
import io.authrealm.api.service.policy.PolicyAccess;
import io.authrealm.api.service.profile.OwnAccount;
import io.authrealm.api.service.profile.OwnAccountResult;
import io.authrealm.api.service.profile.ProfileForm;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.recovery.PasswordReset;
import io.authrealm.api.service.roles.RoleAccess;
import io.authrealm.api.service.session.CookieSignOut;
import io.authrealm.api.service.session.RefreshTokens;
import io.authrealm.api.service.session.SessionTokens;
import io.authrealm.api.service.session.Sessions;
import io.authrealm.api.service.session.SignOut;
import io.authrealm.api.service.signin.BrowserSignIn;
import io.authrealm.api.service.signin.FactorSignIn;
import io.authrealm.api.service.signin.HostedSignIn;
import io.authrealm.api.service.signin.PasswordSignIn;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.api.service.signup.PasskeySignUp;
import io.authrealm.api.service.signup.SignUp;
import io.authrealm.api.service.stepup.CodeStepUp;
import io.authrealm.api.service.stepup.MessageStepUp;
import io.authrealm.api.service.stepup.StepUpAttempts;
import io.authrealm.api.service.switching.TenantSwitch;
import io.authrealm.api.service.tenants.ManagedTenant;
import io.authrealm.api.service.tenants.PersonalTenancy;
import io.authrealm.api.service.tenants.TenantAccess;
import io.authrealm.api.service.tenants.TenantCreation;
import io.authrealm.api.service.tenants.TenantCreationRules;
import io.authrealm.api.service.tenants.TenantOptions;
import io.authrealm.api.service.users.AllUsers;
import io.authrealm.api.service.users.StatisticsCache;
import io.authrealm.api.service.users.UserAccess;
import io.authrealm.api.service.users.UserAccessResult;
import io.authrealm.api.service.users.UserDirectory;
import io.authrealm.api.service.verification.EmailChange;
import io.authrealm.api.service.verification.EmailVerification;
import io.authrealm.api.service.verification.PhoneVerification;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.KeyedGate;
import io.authrealm.core.limits.TokenBuckets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * Builds the services for one request, from the request itself and from what lives as long as the
 * server.
 */
public final class Services {

    /**
     * What the services keep as long as the server lives: one instance on each node, all of it
     * bounded.
     *
     * @param signIn what slows guesses down
     * @param refreshGate lets the refreshes of one session through one at a time
     * @param sensitive limits guesses and messages of signed-in users
     * @param statistics the numbers of each tenant's users
     * @param imports how many imports may be at work
     * @param tenants who may make tenants, and how many
     */
    public record Shared(
            SignInProtection signIn,
            KeyedGate refreshGate,
            SensitiveLimit sensitive,
            StatisticsCache statistics,
            ImportSlots imports,
            TenantCreationRules tenants) {

        private static final int MAX_WAITING_REFRESHES = 30;

        private static final Duration REFRESH_PATIENCE = Duration.ofSeconds(2);

        /**
         * @param buckets the limiters' buckets; each node counts for itself
         * @param tenants what the operator decides about tenants
         */
        public static Shared create(TokenBuckets buckets, TenantOptions tenants) {
            return new Shared(
                    SignInProtection.create(),
                    new KeyedGate(MAX_WAITING_REFRESHES, REFRESH_PATIENCE),
                    new SensitiveLimit(buckets),
                    new StatisticsCache(),
                    new ImportSlots(),
                    TenantCreationRules.create(tenants, buckets));
        }
    }

    private final Shared shared;
    private final Call call;
    private final KeycloakSession session;

    public Services(Shared shared, Call call) {
        this.shared = shared;
        this.call = call;
        this.session = call.session();
    }

    public SignUp signUp() {
        return new SignUp(session, new PersonalTenancy(session, shared.tenants()), call);
    }

    public PasswordSignIn passwordSignIn() {
        return new PasswordSignIn(session, shared.signIn(), call);
    }

    public TenantSwitch tenantSwitch() {
        return new TenantSwitch(session, shared.signIn(), shared.sensitive(), call.otherTenants());
    }

    public FactorSignIn factorSignIn() {
        return new FactorSignIn(session, shared.signIn(), call);
    }

    public PendingActions pendingActions() {
        return new PendingActions(session, shared.signIn(), delivery(), shared.sensitive(), call);
    }

    public TotpEnrolment totpEnrolment() {
        return new TotpEnrolment(session, delivery(), call);
    }

    public RecoveryEnrolment recoveryEnrolment() {
        return new RecoveryEnrolment(session, delivery(), call);
    }

    public KeyEnrolment keyEnrolment() {
        return new KeyEnrolment(session, delivery(), call);
    }

    public CodeEnrolment codeEnrolment() {
        return new CodeEnrolment(session, delivery(), shared.sensitive(), call);
    }

    public BrowserSignIn browserSignIn() {
        return new BrowserSignIn(session, call);
    }

    public HostedSignIn hostedSignIn() {
        return new HostedSignIn(session, shared.signIn(), call);
    }

    public CookieSignOut cookieSignOut() {
        return new CookieSignOut(session, call);
    }

    public MailedLinks mailedLinks() {
        return new MailedLinks(session, delivery(), call);
    }

    public VerificationLinks verificationLinks() {
        return new VerificationLinks(session, call);
    }

    public MagicLinks magicLinks() {
        return new MagicLinks(session, shared.signIn(), call);
    }

    public PasswordReset passwordReset() {
        return new PasswordReset(session, delivery(), call);
    }

    /**
     * @param token that the client got when it proved an address
     */
    public MailboxProof mailboxProof(Optional<String> token) {
        return new MailboxProof(session, delivery(), token, call);
    }

    /**
     * @param token that the client got when it proved an address
     */
    public MailboxSignUp mailboxSignUp(Optional<String> token) {
        return new MailboxSignUp(session, token, call);
    }

    public InviteAcceptance inviteAcceptance() {
        return new InviteAcceptance(session, call);
    }

    public OwnInvites ownInvites(Tenant tenant) {
        return new OwnInvites(session, tenant);
    }

    public UserAccessResult<ListedInvites> listedInvites(AdminCaller admin) {
        return access(admin).toViewInvites(() -> new ListedInvites(session, admin.tenant()));
    }

    public UserAccessResult<ManagedInvites> managedInvites(AdminCaller admin) {
        return access(admin).toInvite(() -> new ManagedInvites(session, admin, delivery()));
    }

    public FrontEnds frontEnds() {
        return new FrontEnds(call);
    }

    public SessionTokens sessionTokens() {
        return new SessionTokens(session, call);
    }

    /**
     * @param claims of a token that a shared secret signs
     */
    public ParentSignIn parentSignIn(ParentClaims claims) {
        return new ParentSignIn(session, shared.signIn(), addressLimits(), claims, call);
    }

    /**
     * @param claims of a token that a shared secret signs
     */
    public ParentSignUp parentSignUp(ParentClaims claims) {
        return new ParentSignUp(session, delivery(), addressLimits(), claims, call);
    }

    public ParentMails parentMails() {
        return new ParentMails(session, delivery(), addressLimits(), call);
    }

    public ParentVerification parentVerification(Tenant tenant) {
        return new ParentVerification(session, delivery(), addressLimits(), tenant);
    }

    public ConfirmedAddresses confirmedAddresses() {
        return new ConfirmedAddresses(session, addressLimits(), call);
    }

    public ParentPasswords parentPasswords() {
        return new ParentPasswords(session, delivery(), call);
    }

    public ParentAccounts parentAccounts(Tenant tenant) {
        return new ParentAccounts(session, tenant);
    }

    public ParentOrganizations parentOrganizations() {
        return new ParentOrganizations(session);
    }

    public KeyedOrganizations keyedOrganizations() {
        return new KeyedOrganizations(session, call);
    }

    public Children children() {
        return new Children(session);
    }

    private AddressLimits addressLimits() {
        return new AddressLimits(shared.sensitive().buckets());
    }

    public RefreshTokens refreshTokens() {
        return new RefreshTokens(session, shared.refreshGate(), call);
    }

    public SignOut signOut() {
        return new SignOut(session);
    }

    public Sessions sessions(Tenant tenant) {
        return new Sessions(session, tenant);
    }

    public Passwords passwords(Tenant tenant) {
        return new Passwords(session, shared.signIn(), shared.sensitive(), tenant);
    }

    /** The same for clients that name the account and may encrypt passwords. */
    public NamedPasswordChange namedPasswordChange(Tenant tenant) {
        return new NamedPasswordChange(session, passwords(tenant));
    }

    public Profiles profiles(Tenant tenant) {
        return new Profiles(session, tenant);
    }

    public ProfileForm profileForm(Tenant tenant) {
        return new ProfileForm(session, tenant);
    }

    public OwnAccountResult ownAccount(Caller caller) {
        return OwnAccount.of(session, caller);
    }

    public EmailChange emailChange(Tenant tenant) {
        return new EmailChange(session, delivery(), shared.sensitive(), tenant);
    }

    public EmailVerification emailVerification(Tenant tenant) {
        return new EmailVerification(session, delivery(), shared.sensitive(), tenant);
    }

    public PhoneVerification phoneVerification(Tenant tenant) {
        return new PhoneVerification(session, delivery(), shared.sensitive(), tenant);
    }

    public CodeFactors codeFactors(Tenant tenant) {
        return new CodeFactors(session, delivery(), shared.sensitive(), tenant);
    }

    public MessageStepUp messageStepUp(Tenant tenant) {
        return new MessageStepUp(stepUpAttempts(), codeFactors(tenant));
    }

    /** Sends mails and text messages after the requests that they come from. */
    private Delivery delivery() {
        return Delivery.of(session);
    }

    public SignInMethods signInMethods() {
        return new SignInMethods(session, call);
    }

    public AccountOrigin accountOrigin(Tenant tenant) {
        return new AccountOrigin(session, tenant);
    }

    public OwnFactors ownFactors() {
        return new OwnFactors(session);
    }

    public TotpFactor totp(Tenant tenant) {
        return new TotpFactor(session, delivery(), tenant);
    }

    public RecoveryCodes recoveryCodes(Tenant tenant) {
        return new RecoveryCodes(session, delivery(), tenant);
    }

    public CodeStepUp codeStepUp(Tenant tenant) {
        return new CodeStepUp(stepUpAttempts(), totp(tenant));
    }

    private StepUpAttempts stepUpAttempts() {
        return new StepUpAttempts(session, shared.signIn(), shared.sensitive());
    }

    public PasskeyRegistration passkeyRegistration(Tenant tenant) {
        return new PasskeyRegistration(
                session, tenant, factorNotice(tenant), recoveryCodes(tenant));
    }

    public Passkeys passkeys(Tenant tenant) {
        return new Passkeys(session, factorNotice(tenant));
    }

    public PasskeySignIn passkeySignInToBegin() {
        return PasskeySignIn.toBegin(session, shared.signIn(), call);
    }

    public PasskeySignIn passkeySignInToFinish() {
        return PasskeySignIn.toFinish(session, shared.signIn(), call);
    }

    public PasskeySignUp passkeySignUp() {
        return PasskeySignUp.forClient(session, call);
    }

    public PasskeySignUp passkeySignUpOfPage() {
        return PasskeySignUp.forPage(session, call);
    }

    public KeyStepUp keyStepUp(Tenant tenant) {
        return new KeyStepUp(session, stepUpAttempts(), tenant);
    }

    private FactorNotice factorNotice(Tenant tenant) {
        return new FactorNotice(session, delivery(), tenant);
    }

    /** What the admin may do with users. */
    public UserAccess access(AdminCaller admin) {
        return new UserAccess(session, admin, delivery());
    }

    /** What the admin may do with the auth policy of the tenant. */
    public PolicyAccess policy(AdminCaller admin) {
        return new PolicyAccess(session, admin);
    }

    /** The list of users; it shows those whom the admin may see. */
    public UserDirectory directory(AdminCaller admin) {
        return new UserDirectory(session, admin, shared.statistics());
    }

    public UserAccessResult<AllUsers> allUsers(AdminCaller admin) {
        return access(admin).toViewAll(shared.statistics());
    }

    /** The API keys of the admin's tenant. */
    public ApiKeyAccess apiKeys(AdminCaller admin) {
        return new ApiKeyAccess(session, admin);
    }

    /** The roles of the admin's tenant. */
    public RoleAccess roles(AdminCaller admin) {
        return new RoleAccess(session, admin);
    }

    /** New tenants for the caller. */
    public TenantCreation tenantCreation(AdminCaller caller) {
        return new TenantCreation(session, caller, shared.tenants());
    }

    /** The tenant of the caller. */
    public TenantAccess tenants(AdminCaller caller) {
        return new TenantAccess(session, caller);
    }

    public UserAccessResult<ManagedTenant> managedTenant(AdminCaller admin) {
        return tenants(admin).toChange(shared.tenants().options());
    }

    /** The tenants that the caller belongs to. */
    public List<TenantAccess.Listed> ownTenants(AdminCaller caller) {
        return tenants(caller).own(shared.statistics());
    }

    public UserAccessResult<UserImports> imports(AdminCaller admin) {
        return access(admin).toImport(() -> new UserImports(session, admin, shared.imports()));
    }
}
