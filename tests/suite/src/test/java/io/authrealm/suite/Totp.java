package io.authrealm.suite;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes as an authenticator app makes them: of 30 seconds (RFC 6238) unless they are counted. */
final class Totp {

    private static final int PERIOD_SECONDS = 30;
    private static final int DIGITS = 6;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String ALGORITHM = "HmacSHA1";

    private Totp() {}

    static String newSecret() {
        return "secret-" + TestRealm.random();
    }

    static String codeNow(String secret) {
        return code(secret, step());
    }

    /** The code before, which is right for another half a minute. */
    static String codeBefore(String secret) {
        return code(secret, step() - 1);
    }

    /** The code after, which is right already. */
    static String codeAfter(String secret) {
        return code(secret, step() + 1);
    }

    /** The code of a later period, which is right already if the realm looks ahead that far. */
    static String codeAfter(String secret, int periods) {
        return code(secret, step() + periods);
    }

    /** A secret as it is typed into an app, in Base32. */
    static String fromBase32(String typed) {
        BigInteger bits = BigInteger.ONE;
        for (char c : typed.toCharArray()) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(BASE32.indexOf(c)));
        }
        int spare = typed.length() * 5 % 8;
        byte[] bytes = bits.shiftRight(spare).toByteArray();
        return new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
    }

    static String codeNow(String secret, String algorithm, int digits) {
        return code(secret, step(), algorithm, digits);
    }

    /** The code of a counter (RFC 4226). */
    static String counted(String secret, int counter) {
        return code(secret, counter);
    }

    /** A code that is wrong now, a minute ago and in a minute. */
    static String wrongCode(String secret) {
        long step = step();
        for (int candidate = 0; ; candidate++) {
            String code = format(candidate, DIGITS);
            if (LongStream.rangeClosed(step - 3, step + 3)
                    .noneMatch(s -> code(secret, s).equals(code))) {
                return code;
            }
        }
    }

    private static long step() {
        return System.currentTimeMillis() / 1000 / PERIOD_SECONDS;
    }

    private static String code(String secret, long step) {
        return code(secret, step, ALGORITHM, DIGITS);
    }

    private static String code(String secret, long step, String algorithm, int digits) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
            return format(number % (int) Math.pow(10, digits), digits);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String format(int code, int digits) {
        return ("%0" + digits + "d").formatted(code);
    }
}
