package io.authrealm.api.store;

import io.authrealm.core.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

/**
 * The six digits that leave by mail or text message and that the user types in. A user has one live
 * code for each purpose, and a new one replaces it. Of the purposes that are about a second factor,
 * a user has one live code for each factor. A code is bound to the realm, the user, the purpose,
 * the factor and its recipient, and is stored as a salted hash.
 *
 * <p>An attempt is paid for before the code is compared, and a right code is marked before it
 * counts. Both use the one operation of Keycloak's single-use objects that is atomic on all nodes.
 * So simultaneous guesses never get more attempts than there are, and only one of several right
 * ones succeeds. Codes are lost when all nodes stop.
 */
public final class Codes {

    /** What a code is for; a code for one purpose is wrong for the others. */
    public enum Purpose {
        VERIFY_EMAIL,
        VERIFY_PHONE,
        CHANGE_EMAIL,

        /** Proves the address or number of a second factor that is being added. */
        FACTOR_ENROLMENT,

        /** Proves a second factor at a sign-in. */
        FACTOR_SIGN_IN,

        /** Proves a second factor in a session. */
        FACTOR_STEP_UP
    }

    /** The result of redeeming a code. */
    public sealed interface Redemption {

        /**
         * @param target the address or number that the code went to
         */
        record Right(String target) implements Redemption {}

        /** Not the code, no code at all, or too many attempts. */
        record Wrong() implements Redemption {}

        record Used() implements Redemption {}

        record Expired() implements Redemption {}
    }

    private static final int DIGITS = 6;
    private static final Pattern SYNTAX = Pattern.compile("[0-9]{" + DIGITS + "}");
    private static final int SALT_BYTES = 16;

    /** How long an expired code is remembered, so that the answer can say that it has expired. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final String SALT = "salt";
    private static final String HASH = "hash";
    private static final String TARGET = "target";
    private static final String ENDS_AT = "ends";
    private static final String ATTEMPTS = "attempts";

    private final SingleUseObjectProvider objects;
    private final RealmModel realm;

    public Codes(KeycloakSession session, RealmModel realm) {
        this(session.singleUseObjects(), realm);
    }

    Codes(SingleUseObjectProvider objects, RealmModel realm) {
        this.objects = objects;
        this.realm = realm;
    }

    /**
     * Issues a code, which counts once the request's transaction is committed.
     *
     * @param target the address or number that the code goes to
     * @param attempts how many guesses it allows
     * @return six digits
     */
    public String issue(
            UserModel user, Purpose purpose, String target, Duration lifetime, int attempts) {
        return issue(key(user, purpose), target, lifetime, attempts);
    }

    /**
     * Issues a code for one of the user's second factors, as {@link #issue(UserModel, Purpose,
     * String, Duration, int)} does.
     *
     * @param factor its id
     */
    public String issue(
            UserModel user,
            Purpose purpose,
            String factor,
            String target,
            Duration lifetime,
            int attempts) {
        return issue(key(user, purpose) + '.' + factor, target, lifetime, attempts);
    }

    private String issue(String key, String target, Duration lifetime, int attempts) {
        SecretGenerator random = SecretGenerator.getInstance();
        String code = random.randomString(DIGITS, SecretGenerator.DIGITS);
        String salt = HexFormat.of().formatHex(random.randomBytes(SALT_BYTES));
        objects.put(
                key,
                lifetime.plus(REMEMBERED).toSeconds(),
                Map.of(
                        SALT, salt,
                        HASH, hash(key, salt, target, code),
                        TARGET, target,
                        ENDS_AT, String.valueOf(Time.currentTimeMillis() + lifetime.toMillis()),
                        ATTEMPTS, String.valueOf(attempts)));
        return code;
    }

    /**
     * Tries a code of the user. Anything but six digits is wrong and costs no attempt.
     *
     * @param code any text
     */
    public Redemption redeem(UserModel user, Purpose purpose, String code) {
        return redeem(key(user, purpose), code);
    }

    /** Tries a code for one of the user's second factors. */
    public Redemption redeem(UserModel user, Purpose purpose, String factor, String code) {
        return redeem(key(user, purpose) + '.' + factor, code);
    }

    private Redemption redeem(String key, String code) {
        Map<String, String> issued = objects.get(key);
        if (issued == null || !SYNTAX.matcher(code).matches()) {
            return new Redemption.Wrong();
        }
        long endsAt = Long.parseLong(issued.get(ENDS_AT));
        long secondsLeft = (endsAt - Time.currentTimeMillis() + 999) / 1000;
        if (secondsLeft <= 0) {
            return new Redemption.Expired();
        }
        String ofThisCode = key + '.' + issued.get(SALT);
        String used = ofThisCode + ".used";
        // A used code is worthless, so a guess at it costs no attempt.
        if (!objects.contains(used)
                && !payAttempt(ofThisCode, Integer.parseInt(issued.get(ATTEMPTS)), secondsLeft)) {
            return new Redemption.Wrong();
        }
        String target = issued.get(TARGET);
        if (!isEqual(hash(key, issued.get(SALT), target, code), issued.get(HASH))) {
            return new Redemption.Wrong();
        }
        return objects.putIfAbsent(used, secondsLeft + REMEMBERED.toSeconds())
                ? new Redemption.Right(target)
                : new Redemption.Used();
    }

    private boolean payAttempt(String ofThisCode, int attempts, long secondsLeft) {
        for (int i = 0; i < attempts; i++) {
            if (objects.putIfAbsent(ofThisCode + ".attempt." + i, secondsLeft)) {
                return true;
            }
        }
        return false;
    }

    private String key(UserModel user, Purpose purpose) {
        return "authrealm.code."
                + purpose.name().toLowerCase(Locale.ROOT)
                + '.'
                + realm.getId()
                + '.'
                + user.getId();
    }

    private static String hash(String key, String salt, String target, String code) {
        List<byte[]> parts = new ArrayList<>();
        for (String part : List.of(key, salt, target, code)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            parts.add(new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length});
            parts.add(bytes);
        }
        return Sha256.hex(parts.toArray(byte[][]::new));
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
