package io.authrealm.api.tenant;

import io.authrealm.core.limits.AddressKey;
import io.authrealm.core.limits.TokenBuckets.Limit;
import io.authrealm.sms.SmsLimitSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The settings of one tenant. Lifetimes of tokens and sessions, the lockout and the password policy
 * are the realm's own settings and not repeated here.
 */
public final class TenantSettings {

    static final String CLIENT = "client_id";

    private static final int MOST_AT_ONCE = 1_000_000;
    private static final int LONGEST_MINIMUM = 5_000;

    /** How many clients all those without a known address count for. */
    private static final int UNKNOWN_CLIENTS = 20;

    /** In the order in which the console shows them. */
    private static final List<Setting<?>> DEFINED = new ArrayList<>();

    private static final Setting<Boolean> ENABLED =
            define(
                    Setting.flag(
                            "enabled", "Enabled", "Whether the API answers for this realm.", true));

    private static final Setting<Boolean> SUSPENDED =
            define(
                    Setting.flag(
                            "suspended",
                            "Suspended",
                            "Whether the API answers only to admins of this realm, and to their API keys.",
                            false));

    private static final Setting<SpokenDialect> DIALECT =
            define(
                    Setting.choice(
                            "dialect",
                            "Dialect",
                            "Which API the paths below /v1 are. Every other one has a path of its"
                                    + " own.",
                            SpokenDialect.QEET));

    private static final Setting<String> CLIENT_ID =
            define(
                    Setting.text(
                            CLIENT,
                            "Client",
                            "The client whose flow, token settings and web origins the API uses.",
                            "authrealm-api"));

    private static final Setting<String> AUDIENCE =
            define(
                    Setting.text(
                            "audience",
                            "Audience",
                            "What access tokens carry as aud, and what a Bearer token must have.",
                            "authrealm"));

    private static final Setting<String> TENANT_ID =
            define(
                    Setting.uuid(
                            RootClaims.TENANT_ID,
                            "Tenant id",
                            "A UUID to use in answers and tokens in place of the realm's id."));

    private static final Setting<Set<String>> HOST_NAMES =
            define(
                    Setting.names(
                            RootClaims.HOST_NAMES,
                            "Host names",
                            "Host names that mean this tenant at the origin root."));

    private static final Setting<Set<String>> EMAIL_DOMAINS =
            define(
                    Setting.names(
                            RootClaims.EMAIL_DOMAINS,
                            "Email domains",
                            "Domains whose addresses mean this tenant at the origin root."));

    private static final Setting<Set<String>> SWITCH_TENANT_FROM =
            define(
                    Setting.names(
                            RootClaims.SWITCH_TENANT_FROM,
                            "Switch tenant from",
                            "Ids of the realms whose users may switch to this tenant if they have"
                                    + " the same verified address."));

    private static final Setting<Double> IP_RATE =
            define(
                    Setting.rate(
                            "ip_rate",
                            "Address rate",
                            "Requests a second on public routes for each client address; 0 is"
                                    + " unlimited.",
                            "5"));

    private static final Setting<Integer> IP_BURST =
            define(
                    Setting.count(
                            "ip_burst",
                            "Address burst",
                            "Requests at once on public routes for each client address.",
                            20,
                            1,
                            MOST_AT_ONCE));

    private static final Setting<Double> USER_RATE =
            define(
                    Setting.rate(
                            "user_rate",
                            "User rate",
                            "Requests a second on authenticated routes for each user; 0 is"
                                    + " unlimited.",
                            "30"));

    private static final Setting<Integer> USER_BURST =
            define(
                    Setting.count(
                            "user_burst",
                            "User burst",
                            "Requests at once on authenticated routes for each user.",
                            100,
                            1,
                            MOST_AT_ONCE));

    private static final Setting<Double> KEY_RATE =
            define(
                    Setting.rate(
                            "key_rate",
                            "API key rate",
                            "Requests a second by each API key; 0 is unlimited.",
                            "50"));

    private static final Setting<Integer> KEY_BURST =
            define(
                    Setting.count(
                            "key_burst",
                            "API key burst",
                            "Requests at once by each API key.",
                            200,
                            1,
                            MOST_AT_ONCE));

    private static final Setting<Integer> API_KEYS_MAX =
            define(
                    Setting.count(
                            "api_keys_max",
                            "API keys",
                            "API keys that can be in use at a time; 0 lets nobody make one.",
                            100,
                            0,
                            10_000));

    private static final Setting<Double> TENANT_RATE =
            define(
                    Setting.rate(
                            "tenant_rate",
                            "Tenant rate",
                            "Requests a second on authenticated routes for the tenant; 0 is"
                                    + " unlimited.",
                            "100"));

    private static final Setting<Integer> TENANT_BURST =
            define(
                    Setting.count(
                            "tenant_burst",
                            "Tenant burst",
                            "Requests at once on authenticated routes for the tenant.",
                            500,
                            1,
                            MOST_AT_ONCE));

    private static final Setting<Double> SENSITIVE_RATE =
            define(
                    Setting.rate(
                            "sensitive_rate",
                            "Sensitive rate",
                            "Requests a second on sensitive routes for each user; 0 is unlimited.",
                            "0.1"));

    private static final Setting<Integer> SENSITIVE_BURST =
            define(
                    Setting.count(
                            "sensitive_burst",
                            "Sensitive burst",
                            "Requests at once on sensitive routes for each user.",
                            5,
                            1,
                            MOST_AT_ONCE));

    private static final Setting<Integer> MAX_BODY_BYTES =
            define(
                    Setting.count(
                            "max_body_bytes",
                            "Largest body",
                            "Largest request body in bytes.",
                            1_048_576,
                            1024,
                            8 * 1024 * 1024));

    private static final Setting<Integer> SIGN_IN_REFUSAL_MINIMUM_MS =
            define(
                    Setting.count(
                            "sign_in_refusal_floor_ms",
                            "Minimum response time, refused sign-in",
                            "Minimum response time of a refused sign-in, in milliseconds.",
                            250,
                            0,
                            LONGEST_MINIMUM));

    private static final Setting<Integer> SIGNUP_MINIMUM_MS =
            define(
                    Setting.count(
                            "signup_floor_ms",
                            "Minimum response time, sign-up",
                            "Minimum response time of a sign-up, in milliseconds.",
                            250,
                            0,
                            LONGEST_MINIMUM));

    private static final Setting<Integer> RECOVERY_MINIMUM_MS =
            define(
                    Setting.count(
                            "recovery_floor_ms",
                            "Minimum response time, request for a link",
                            "Minimum response time of a request for a link, in milliseconds.",
                            250,
                            0,
                            LONGEST_MINIMUM));

    private static final Setting<String> APP_URL =
            define(
                    Setting.webAddress(
                            "app_url",
                            "App",
                            "The address of the app, to which links in mails lead."));

    private static final Setting<String> REFUSAL_NOTICE =
            define(
                    Setting.text(
                            "refusal_notice",
                            "Notice to refused users",
                            "What users read whom a rule of the realm keeps from signing in, if the"
                                    + " client shows it.",
                            null));

    static final Setting<Boolean> PASSWORD_SIGN_IN =
            define(
                    Setting.flag(
                            "password_sign_in",
                            "Passwords",
                            "Whether users can sign in and sign up with a password.",
                            true));

    static final Setting<Integer> LINK_LIFETIME_SECONDS =
            define(
                    Setting.count(
                            "link_lifetime_seconds",
                            "Link lifetime",
                            "How long a link in a mail can be used, in seconds.",
                            3_600,
                            5,
                            86_400));

    static final Setting<Boolean> MAGIC_LINKS =
            define(
                    Setting.flag(
                            "magic_links",
                            "Magic links",
                            "Whether a link in a mail can stand for the password at sign-in.",
                            true));

    private static final Setting<Integer> CODE_LIFETIME_SECONDS =
            define(
                    Setting.count(
                            "code_lifetime_seconds",
                            "Code lifetime",
                            "How long a code in a mail or text message can be used, in seconds.",
                            600,
                            5,
                            3_600));

    private static final Setting<Integer> CODE_MAX_ATTEMPTS =
            define(
                    Setting.count(
                            "code_max_attempts",
                            "Code attempts",
                            "Wrong codes after which the right one is refused too.",
                            5,
                            1,
                            20));

    private static final Setting<Integer> MAILS_PER_RECIPIENT =
            define(
                    Setting.count(
                            "mails_per_recipient",
                            "Mails per recipient",
                            "Mails an hour that may be asked for to one address; 0 is unlimited.",
                            5,
                            0,
                            1_000_000));

    private static final Setting<Integer> SMS_PER_NUMBER =
            define(
                    Setting.count(
                            "sms_per_number",
                            "Text messages per number",
                            "Text messages an hour to one number; 0 is unlimited.",
                            5,
                            0,
                            SmsLimitSettings.MOST));

    private static final Setting<Integer> SMS_PER_USER =
            define(
                    Setting.count(
                            "sms_per_user",
                            "Text messages per user",
                            "Text messages an hour for one user; 0 is unlimited.",
                            5,
                            0,
                            SmsLimitSettings.MOST));

    private static final Setting<Integer> SMS_PER_ADDRESS =
            define(
                    Setting.count(
                            "sms_per_address",
                            "Text messages per client address",
                            "Text messages an hour that one client address may ask for; 0 is"
                                    + " unlimited.",
                            20,
                            0,
                            SmsLimitSettings.MOST));

    private static final Setting<Integer> SMS_PER_REALM =
            define(
                    Setting.count(
                            "sms_per_realm",
                            "Text messages of the realm",
                            "Text messages an hour of the realm in all; 0 is unlimited.",
                            500,
                            0,
                            SmsLimitSettings.MOST));

    private static final Setting<Set<String>> SMS_COUNTRIES =
            define(
                    Setting.names(
                            "sms_countries",
                            "Countries of text messages",
                            "ISO 3166 codes of the countries that text messages go to; none means"
                                    + " all."));

    private static final Setting<Integer> MFA_MAX_ATTEMPTS =
            define(
                    Setting.count(
                            "mfa_max_attempts",
                            "Second-factor attempts",
                            "Wrong codes after which a second-factor challenge ends.",
                            5,
                            1,
                            100));

    private static final Setting<Integer> MFA_LIFETIME_SECONDS =
            define(
                    Setting.count(
                            "mfa_lifetime_seconds",
                            "Second-factor lifetime",
                            "How long a second-factor challenge can be answered, in seconds.",
                            600,
                            10,
                            3600));

    private static final Setting<Integer> FACTOR_MAX_ATTEMPTS =
            define(
                    Setting.count(
                            "factor_max_attempts",
                            "Second-factor attempts of a user",
                            "Answers of one user that prove a second factor and are looked at.",
                            10,
                            1,
                            1000));

    private static final Setting<Integer> FACTOR_WINDOW_SECONDS =
            define(
                    Setting.count(
                            "factor_window_seconds",
                            "Window of these attempts",
                            "How long each of these attempts is gone, in seconds.",
                            900,
                            1,
                            86_400));

    private static final Setting<Integer> STEP_UP_SECONDS =
            define(
                    Setting.count(
                            "step_up_seconds",
                            "Step-up window",
                            "How long a session may change factors after a second factor was proved"
                                    + " in it, in seconds.",
                            300,
                            10,
                            3600));

    static final Setting<Boolean> MAIL_CODES =
            define(
                    Setting.flag(
                            "mail_codes",
                            "Codes by mail",
                            "Whether users may set up and use codes by mail as a second factor.",
                            true));

    static final Setting<Boolean> TEXT_CODES =
            define(
                    Setting.flag(
                            "text_codes",
                            "Codes by text message",
                            "Whether users may set up and use codes by text message as a second factor.",
                            true));

    private static final Setting<Integer> HOSTED_SESSION_SECONDS =
            define(
                    Setting.count(
                            "hosted_session_seconds",
                            "Lifetime of a browser's session cookie",
                            "How long a browser can sign out by its cookie of the API, in seconds;"
                                    + " 0 is as long as its session can last.",
                            0,
                            0,
                            31_536_000));

    static final Setting<Boolean> REMEMBER_DEVICE_ENABLED =
            define(
                    Setting.flag(
                            "remember_device_enabled",
                            "Trusted devices",
                            "Whether users can have a browser skip the second factor for a while.",
                            false));

    private static final Setting<Integer> REMEMBER_DEVICE_DAYS =
            define(
                    Setting.count(
                            "remember_device_days",
                            "Days of a trusted device",
                            "Days for which a browser can skip the second factor.",
                            30,
                            1,
                            365));

    static final Setting<Boolean> PASSKEYS =
            define(
                    Setting.flag(
                            "passkeys",
                            "Passkeys",
                            "Whether a passkey can stand for the password at sign-in.",
                            true));

    private static final Setting<Integer> DELETED_USERS_RETENTION_DAYS =
            define(
                    Setting.count(
                            "deleted_users_retention_days",
                            "Retention of deleted users",
                            "Days after which a deleted user is removed for good; 0 is never.",
                            30,
                            0,
                            3_650));

    private static final Setting<Integer> INVITE_LIFETIME_DAYS =
            define(
                    Setting.count(
                            "invite_lifetime_days",
                            "Invite lifetime",
                            "How long somebody who was invited can join, in days.",
                            14,
                            1,
                            365));

    private static final Setting<Integer> INVITES_PENDING_MAX =
            define(
                    Setting.count(
                            "invites_pending_max",
                            "Pending invites",
                            "Invites that can be open at a time; 0 lets nobody invite.",
                            1_000,
                            0,
                            100_000));

    private static final Setting<Boolean> KEEP_CONSOLE_DELETIONS =
            define(
                    Setting.flag(
                            "keep_console_deletions",
                            "Keep users deleted in the console",
                            "Whether users who are deleted in Keycloak's console or by its admin"
                                    + " REST API can be restored, too.",
                            false));

    private static final Setting<Boolean> PRIVATE_CLIENTS =
            define(
                    Setting.flag(
                            "private_clients",
                            "Clients in private networks",
                            "Whether a private network address stands for one client. If a proxy or"
                                    + " a front end calls for everybody without passing on their"
                                    + " addresses, one user could finish the sign-up of another.",
                            false));

    private static final Setting<Boolean> REVEAL_ACCOUNTS =
            define(
                    Setting.flag(
                            "reveal_accounts",
                            "Reveal accounts",
                            "Whether dialects that have such answers tell which addresses have an"
                                    + " account.",
                            false));

    private static final Setting<Integer> SESSIONS_PER_USER =
            define(
                    Setting.count(
                            "sessions_per_user",
                            "Sessions per user",
                            "Sessions of one user with which a further sign-in is refused; 0 is"
                                    + " unlimited.",
                            0,
                            0,
                            1_000));

    private static final Setting<PasswordTransport> PASSWORD_TRANSPORT =
            define(
                    Setting.choice(
                            "password_transport",
                            "Transport of passwords",
                            "How the front end of CREDEBL sends passwords.",
                            PasswordTransport.PLAIN));

    private static final Setting<String> PASSWORD_KEY =
            define(
                    Setting.secret(
                            "password_key",
                            "Key of passwords",
                            "The key with which the front end of CREDEBL encrypts passwords, or the"
                                    + " name of its entry in the vault.",
                            1));

    private static final Setting<Boolean> SESSION_DETAILS =
            define(
                    Setting.flag(
                            "session_details",
                            "Tokens by session id",
                            "Whether the front end of CREDEBL gets the tokens of a session by its"
                                    + " encrypted id.",
                            false));

    private static final Setting<Map<String, String>> CLIENT_ALIASES =
            define(
                    Setting.webAddresses(
                            "client_aliases",
                            "Client aliases",
                            "Further front ends of CREDEBL to which links in mails can lead, as"
                                    + " ALIAS=address."));

    private static final Setting<String> ADMIN_ALIAS =
            define(
                    Setting.text(
                            "admin_alias",
                            "Alias of admins",
                            "The alias of the front end of CREDEBL for admins, with which nobody"
                                    + " can register; none if it is empty.",
                            null));

    private static final Setting<String> HOLDER_ROLE =
            define(
                    Setting.text(
                            "holder_role",
                            "Role of holders",
                            "The realm role of users who sign up as holders in CREDEBL; none if it"
                                    + " is empty.",
                            null));

    static {
        DEFINED.addAll(ParentSettings.DEFINED);
    }

    static final List<ProviderConfigProperty> PROPERTIES =
            DEFINED.stream().<ProviderConfigProperty>map(Setting::property).toList();

    /**
     * What was read of a component stays with it, where Keycloak's cache keeps both: a request asks
     * many times.
     *
     * @param values a copy, because code that has the component can change it
     */
    private record Read(MultivaluedHashMap<String, String> values, TenantSettings settings) {}

    private static final String READ = TenantSettings.class.getName();

    private final Map<Setting<?>, Object> values = new HashMap<>();
    private final SmsLimitSettings sms;
    private final ParentSettings parents;

    private TenantSettings(ComponentModel component) {
        for (Setting<?> setting : DEFINED) {
            values.put(setting, setting.read(component));
        }
        sms = smsLimits();
        if (passwordTransport() != PasswordTransport.PLAIN && passwordKey() == null) {
            throw new IllegalArgumentException(
                    PASSWORD_KEY.name() + " must be set if passwords may be encrypted.");
        }
        parents = ParentSettings.of(this::get);
    }

    /** Writes whether the realm answers only to admins. The other settings stay as they are. */
    public static void suspend(RealmModel realm, boolean isSuspended) {
        realm.getComponentsStream(realm.getId(), TenantSettingsProvider.class.getName())
                .findFirst()
                .map(ComponentModel::new)
                .ifPresent(
                        component -> {
                            component
                                    .getConfig()
                                    .putSingle(SUSPENDED.name(), String.valueOf(isSuspended));
                            realm.updateComponent(component);
                        });
    }

    private static <T> Setting<T> define(Setting<T> setting) {
        DEFINED.add(setting);
        return setting;
    }

    /** The settings of {@code realm}, or nothing if it has not opted in. */
    public static Optional<TenantSettings> of(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), TenantSettingsProvider.class.getName())
                .findFirst()
                .map(TenantSettings::readOnce);
    }

    /** What was read of the component before, as long as it has the same values. */
    static TenantSettings readOnce(ComponentModel component) {
        Read last = component.getNote(READ);
        if (last == null || !last.values().equals(component.getConfig())) {
            last = new Read(new MultivaluedHashMap<>(component.getConfig()), of(component));
            component.setNote(READ, last);
        }
        return last.settings();
    }

    /**
     * Reads and checks a component.
     *
     * @throws IllegalArgumentException with a text for the admin if a value is out of bounds
     */
    static TenantSettings of(ComponentModel component) {
        return new TenantSettings(component);
    }

    /** What a component claims at the origin root, even if other values are out of bounds. */
    static RootClaims claimsOf(ComponentModel component) {
        return new RootClaims(
                TENANT_ID.read(component),
                HOST_NAMES.read(component),
                EMAIL_DOMAINS.read(component),
                Set.copyOf(ParentSettings.KEYS.read(component)),
                ParentSettings.OWNER.read(component),
                ParentSettings.CREDITS.read(component),
                SWITCH_TENANT_FROM.read(component));
    }

    /** Whether the realm answers at all. */
    public boolean enabled() {
        return get(ENABLED);
    }

    /** Whether it answers only to admins. */
    public boolean isSuspended() {
        return get(SUSPENDED);
    }

    /** The client whose flow, token settings and web origins the API uses. */
    public String clientId() {
        return get(CLIENT_ID);
    }

    /** What access tokens carry as {@code aud}, and what a Bearer must have. */
    public String audience() {
        return get(AUDIENCE);
    }

    /** The id in answers and tokens instead of the realm's own id, or null. */
    public String tenantId() {
        return get(TENANT_ID);
    }

    /** What the paths below {@code /v1} speak. */
    public SpokenDialect dialect() {
        return get(DIALECT);
    }

    /** Host names, in lower case, that mean this tenant at the root mount. */
    public Set<String> hostNames() {
        return get(HOST_NAMES);
    }

    /** Domains, in lower case, whose addresses mean this tenant at the root mount. */
    public Set<String> emailDomains() {
        return get(EMAIL_DOMAINS);
    }

    /** Ids, in lower case, of the realms from which users may switch to this tenant. */
    public Set<String> switchTenantFrom() {
        return get(SWITCH_TENANT_FROM);
    }

    /**
     * Limit of all public routes together, by the key of the client's address. Clients without a
     * known address share a key. One of them must not use up the permits of all others, so they
     * have those of many.
     *
     * @param key an {@link AddressKey}
     */
    public Limit perAddress(String key) {
        int clients = key.equals(AddressKey.UNKNOWN) ? UNKNOWN_CLIENTS : 1;
        return new Limit(get(IP_RATE) * clients, get(IP_BURST) * clients);
    }

    /** Limit of all authenticated routes together, by user. */
    public Limit perUser() {
        return new Limit(get(USER_RATE), get(USER_BURST));
    }

    /** Limit of all requests by one API key. */
    public Limit perKey() {
        return new Limit(get(KEY_RATE), get(KEY_BURST));
    }

    /** How many API keys the tenant can have in use. */
    public int mostApiKeys() {
        return get(API_KEYS_MAX);
    }

    /** Limit of all authenticated routes together, by tenant. */
    public Limit perTenant() {
        return new Limit(get(TENANT_RATE), get(TENANT_BURST));
    }

    /** Limit of the requests that guess a secret or cost a message, by user. */
    public Limit sensitive() {
        return new Limit(get(SENSITIVE_RATE), get(SENSITIVE_BURST));
    }

    /** Largest request body, in bytes. */
    public int maxBodyBytes() {
        return get(MAX_BODY_BYTES);
    }

    /**
     * Minimum response time of a refused sign-in, in milliseconds. If it is longer than a hash
     * takes, it hides which kind of hash, if any, was computed.
     */
    public int signInRefusalMinimumMillis() {
        return get(SIGN_IN_REFUSAL_MINIMUM_MS);
    }

    /** Minimum response time of a sign-up, in milliseconds. */
    public int signupMinimumMillis() {
        return get(SIGNUP_MINIMUM_MS);
    }

    /** Minimum response time of a request for a link, in milliseconds. */
    public int recoveryMinimumMillis() {
        return get(RECOVERY_MINIMUM_MS);
    }

    /** Where links in mails lead, without a slash at the end; null if none is set. */
    public String appUrl() {
        return get(APP_URL);
    }

    /**
     * What users read whom a rule of the realm keeps from signing in; null if an admin has written
     * nothing.
     */
    public String refusalNotice() {
        return get(REFUSAL_NOTICE);
    }

    /** Whether users can sign in and sign up with a password. */
    public boolean passwordSignIn() {
        return get(PASSWORD_SIGN_IN);
    }

    /** How long a link in a mail can be used. */
    public Duration linkLifetime() {
        return Duration.ofSeconds(get(LINK_LIFETIME_SECONDS));
    }

    /** Whether a link in a mail can replace the password at sign-in. */
    public boolean magicLinks() {
        return get(MAGIC_LINKS);
    }

    /** How long a code in a mail or text message can be used. */
    public Duration codeLifetime() {
        return Duration.ofSeconds(get(CODE_LIFETIME_SECONDS));
    }

    /** Guesses that a code allows. */
    public int codeMaxAttempts() {
        return get(CODE_MAX_ATTEMPTS);
    }

    /** Mails an hour to one recipient; 0 is unlimited. */
    public int mailsPerRecipient() {
        return get(MAILS_PER_RECIPIENT);
    }

    /** Limits and countries of text messages. */
    public SmsLimitSettings sms() {
        return sms;
    }

    /** Wrong codes after which a second-factor challenge ends. */
    public int mfaMaxAttempts() {
        return get(MFA_MAX_ATTEMPTS);
    }

    /** How long a second-factor challenge can be answered, in seconds. */
    public int mfaLifetimeSeconds() {
        return get(MFA_LIFETIME_SECONDS);
    }

    /** How many answers of one user that prove a second factor are looked at. */
    public int factorMaxAttempts() {
        return get(FACTOR_MAX_ATTEMPTS);
    }

    /** How long each of these attempts is gone. */
    public Duration factorWindow() {
        return Duration.ofSeconds(get(FACTOR_WINDOW_SECONDS));
    }

    /** How long a session may change factors after a second factor was proved in it, in seconds. */
    public int stepUpSeconds() {
        return get(STEP_UP_SECONDS);
    }

    /** Whether users may set up codes by mail, and whether a sign-in takes them. */
    public boolean mailCodes() {
        return get(MAIL_CODES);
    }

    /** Whether users may set up codes by text message, and whether a sign-in takes them. */
    public boolean textCodes() {
        return get(TEXT_CODES);
    }

    /**
     * How long a browser can sign out by its cookie of the API; zero is as long as its session can
     * last.
     */
    public Duration hostedSession() {
        return Duration.ofSeconds(get(HOSTED_SESSION_SECONDS));
    }

    /** Whether users can have a browser skip the second factor for a while. */
    public boolean remembersDevices() {
        return get(REMEMBER_DEVICE_ENABLED);
    }

    /** How long a browser can skip the second factor. */
    public Duration deviceTrust() {
        return Duration.ofDays(get(REMEMBER_DEVICE_DAYS));
    }

    /** Whether a passkey can stand for the password at sign-in. */
    public boolean passkeys() {
        return get(PASSKEYS);
    }

    /** Days after which a deleted user is removed for good; 0 is never. */
    public int deletedUsersRetentionDays() {
        return get(DELETED_USERS_RETENTION_DAYS);
    }

    /** How long somebody who was invited can join. */
    public Duration inviteLifetime() {
        return Duration.ofDays(get(INVITE_LIFETIME_DAYS));
    }

    /** How many invites can be open at a time. */
    public int mostPendingInvites() {
        return get(INVITES_PENDING_MAX);
    }

    /** Whether a deletion in Keycloak's console can be undone. */
    public boolean keepsConsoleDeletions() {
        return get(KEEP_CONSOLE_DELETIONS);
    }

    /** Whether a private network address stands for one client. */
    public boolean arePrivateClients() {
        return get(PRIVATE_CLIENTS);
    }

    /** Whether dialects that have such answers tell which addresses have an account. */
    public boolean revealsAccounts() {
        return get(REVEAL_ACCOUNTS);
    }

    /** Sessions of one user with which a further sign-in is refused; 0 is unlimited. */
    public int sessionsPerUser() {
        return get(SESSIONS_PER_USER);
    }

    /** How passwords arrive in dialects whose clients can encrypt them. */
    public PasswordTransport passwordTransport() {
        return get(PASSWORD_TRANSPORT);
    }

    /**
     * The key of encrypted passwords, or the name of its entry in the vault; null if none is set.
     */
    public String passwordKey() {
        return get(PASSWORD_KEY);
    }

    /** Whether the encrypted id of a session stands for its tokens. */
    public boolean sessionDetails() {
        return get(SESSION_DETAILS);
    }

    /** The addresses of further front ends, by their aliases in upper case. */
    public Map<String, String> clientAliases() {
        return get(CLIENT_ALIASES);
    }

    /**
     * The alias of the front end with which nobody registers, in any case; null if there is none.
     */
    public String adminAlias() {
        return get(ADMIN_ALIAS);
    }

    /** The realm role of users who sign up as holders; null if they get none. */
    public String holderRole() {
        return get(HOLDER_ROLE);
    }

    /** What holds for users who are the children of a parent account. */
    public ParentSettings parents() {
        return parents;
    }

    private SmsLimitSettings smsLimits() {
        try {
            return new SmsLimitSettings(
                    get(SMS_PER_NUMBER),
                    get(SMS_PER_USER),
                    get(SMS_PER_ADDRESS),
                    get(SMS_PER_REALM),
                    get(SMS_COUNTRIES));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    SMS_COUNTRIES.name() + " must be ISO 3166 codes of two letters.", e);
        }
    }

    @SuppressWarnings("unchecked") // Each setting is stored with what it has read.
    private <T> T get(Setting<T> setting) {
        return (T) values.get(setting);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TenantSettings settings && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}
