package io.authrealm.api.tenant;

import io.authrealm.core.jwt.SharedSecretJwt;
import io.authrealm.core.limits.TokenBuckets.Limit;
import io.authrealm.core.text.PublicKeySyntax;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The settings of a tenant whose users are the children of a parent account, which owns the tenant.
 *
 * @param keys the public keys that name the tenant, the one that it is known by first
 * @param owner who owns the tenant, or null
 * @param organizationId the id of the tenant's own Keycloak Organization, or null
 * @param allowedOrganizations the aliases of the organizations whose members may come in, beside
 *     the tenant's own
 * @param isStrict whether a client learns that an address has no account
 * @param isVerificationOptional whether the owner may switch the verification of addresses off
 * @param signIns limit of the sign-ins of one client with one address
 * @param linkPause how long a client has to wait before it requests another mail to one address, or
 *     follows another link of one account
 * @param verificationLifetime how long a link that verifies an address can be used
 * @param resetLifetime the same of a link for a new password
 * @param tokenLifetime how long the token of a client without a refresh token is good
 * @param secret with which tokens for these clients are signed; null if the realm's own keys sign
 *     them
 * @param credits what the tenant was given in all to spend on sign-ins and sign-ups; zero if
 *     nothing costs anything
 */
public record ParentSettings(
        List<String> keys,
        ParentOwner owner,
        String organizationId,
        List<String> allowedOrganizations,
        boolean isStrict,
        boolean isVerificationOptional,
        Limit signIns,
        Duration linkPause,
        Duration verificationLifetime,
        Duration resetLifetime,
        Duration tokenLifetime,
        String secret,
        int credits) {

    /** Hides the secret. */
    @Override
    public String toString() {
        return "ParentSettings";
    }

    private static final double SECONDS_PER_MINUTE = Duration.ofMinutes(1).toSeconds();

    private static final Pattern ALIAS = Pattern.compile(".{1,255}");

    /** In the order in which the console shows them. */
    static final List<Setting<?>> DEFINED = new ArrayList<>();

    static final Setting<List<String>> KEYS =
            define(
                    Setting.texts(
                            RootClaims.PARENT_KEYS,
                            "Public keys",
                            "Public keys that name this tenant, such as APK_…_1729616234.",
                            PublicKeySyntax.PATTERN,
                            "public keys of 8 to 64 letters, digits and underscores that begin"
                                    + " with APK_"));

    static final Setting<ParentOwner> OWNER =
            define(
                    Setting.owner(
                            RootClaims.PARENT_OWNER,
                            "Owner",
                            "The id of the user whose parent account owns this tenant; of a user of"
                                    + " another realm, the realm's id, a slash and the user's"
                                    + " id."));

    private static final Setting<String> ORGANIZATION =
            define(
                    Setting.uuid(
                            "parent_organization",
                            "Organization",
                            "The id of the Keycloak Organization that this tenant stands for."));

    private static final Setting<List<String>> ALLOWED_ORGANIZATIONS =
            define(
                    Setting.texts(
                            "parent_allowed_organizations",
                            "Allowed organizations",
                            "Aliases of other organizations whose members may sign in by a public"
                                    + " key.",
                            ALIAS,
                            "aliases of organizations"));

    private static final Setting<Boolean> STRICT =
            define(
                    Setting.flag(
                            "parent_strict",
                            "Tell unknown addresses",
                            "Whether a client that signs in by a public key learns that an address"
                                    + " has no account.",
                            false));

    private static final Setting<Boolean> VERIFICATION_OPTIONAL =
            define(
                    Setting.flag(
                            "parent_verification_optional",
                            "Verification by the owner",
                            "Whether the owner may let users in whose addresses are not verified."
                                    + " It changes \"Verify email\" of the realm, for every way"
                                    + " in.",
                            false));

    private static final Setting<Integer> SIGN_INS_PER_MINUTE =
            define(
                    Setting.count(
                            "parent_sign_ins_per_minute",
                            "Sign-ins per address",
                            "Sign-ins a minute by a public key with one email address from one"
                                    + " network address; 0 is unlimited.",
                            5,
                            0,
                            1_000_000));

    private static final Setting<Integer> LINK_PAUSE_SECONDS =
            define(
                    Setting.count(
                            "parent_link_pause_seconds",
                            "Pause between mails",
                            "Seconds before a client may request another mail to one address by a"
                                    + " public key, or confirm an account's address again; 0 is no"
                                    + " pause.",
                            60,
                            0,
                            3_600));

    private static final Setting<Integer> VERIFICATION_SECONDS =
            define(
                    Setting.count(
                            "verification_link_seconds",
                            "Lifetime of verification links",
                            "How long a link that verifies an address can be used, in seconds.",
                            900,
                            5,
                            86_400));

    private static final Setting<Integer> RESET_SECONDS =
            define(
                    Setting.count(
                            "parent_reset_link_seconds",
                            "Lifetime of links for passwords",
                            "How long a link for a new password can be used that was requested by a"
                                    + " public key, in seconds.",
                            900,
                            5,
                            86_400));

    private static final Setting<Integer> TOKEN_SECONDS =
            define(
                    Setting.count(
                            "parent_token_seconds",
                            "Lifetime of single tokens",
                            "How long the access token of a client without a refresh token is good,"
                                    + " in seconds.",
                            86_400,
                            60,
                            31_536_000));

    private static final Setting<String> SECRET =
            define(
                    Setting.sharedSecret(
                            "parent_hs256_secret",
                            "Shared secret",
                            "Signs the tokens for clients that sign in by a public key with HS256;"
                                    + " without it, the keys of the realm sign them. Everybody who"
                                    + " has it can make tokens.",
                            SharedSecretJwt.MIN_SECRET));

    static final Setting<Integer> CREDITS =
            define(
                    Setting.count(
                            RootClaims.PARENT_CREDITS,
                            "Credits",
                            "Credits given in all for sign-ins and sign-ups by a public key; 0"
                                    + " switches credits off.",
                            0,
                            0,
                            Integer.MAX_VALUE));

    private static <T> Setting<T> define(Setting<T> setting) {
        DEFINED.add(setting);
        return setting;
    }

    /**
     * @param values the value of each setting
     */
    static ParentSettings of(Values values) {
        int signIns = values.get(SIGN_INS_PER_MINUTE);
        return new ParentSettings(
                // Keycloak keeps the values of a setting in no order.
                values.get(KEYS).stream().sorted(PublicKeySyntax.OLDEST_FIRST).toList(),
                values.get(OWNER),
                values.get(ORGANIZATION),
                values.get(ALLOWED_ORGANIZATIONS),
                values.get(STRICT),
                values.get(VERIFICATION_OPTIONAL),
                new Limit(signIns / SECONDS_PER_MINUTE, Math.max(1, signIns)),
                Duration.ofSeconds(values.get(LINK_PAUSE_SECONDS)),
                Duration.ofSeconds(values.get(VERIFICATION_SECONDS)),
                Duration.ofSeconds(values.get(RESET_SECONDS)),
                Duration.ofSeconds(values.get(TOKEN_SECONDS)),
                values.get(SECRET),
                values.get(CREDITS));
    }

    /** The values of settings. */
    interface Values {
        <T> T get(Setting<T> setting);
    }

    /** The key that the tenant is known by, which is the oldest; null if there is none. */
    public String key() {
        return keys.isEmpty() ? null : keys.get(0);
    }
}
