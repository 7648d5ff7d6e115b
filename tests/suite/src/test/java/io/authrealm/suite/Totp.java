package io.authrealm.suite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Six-digit codes of 30 seconds (RFC 6238), as an authenticator app makes them. */
final class Totp {

    private static final int PERIOD_SECONDS = 30;
    private static final int CODES = 1_000_000;

    private Totp() {}

    static String newSecret() {
        return "secret-" + TestRealm.random();
    }

    static String codeNow(String secret) {
        return code(secret, step());
    }

    /** A code that is wrong now, a minute ago and in a minute. */
    static String wrongCode(String secret) {
        long step = step();
        for (int candidate = 0; ; candidate++) {
            String code = format(candidate);
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
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            return format((ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE) % CODES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String format(int code) {
        return "%06d".formatted(code);
    }
}
