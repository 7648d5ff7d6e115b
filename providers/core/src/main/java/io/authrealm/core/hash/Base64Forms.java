package io.authrealm.core.hash;

import java.util.Base64;

/**
 * Strict decoding of the base64 variants of encoded hashes (RFC 4648). It accepts only what an
 * encoder writes: no foreign character, no white space, no bits set after the last byte (section
 * 3.5), and either no padding or all of it. So one value has one text, and damage is noticed.
 */
final class Base64Forms {

    private Base64Forms() {}

    /**
     * RFC 4648, section 4, with or without its padding.
     *
     * @param what names the field in the reason
     */
    static byte[] standard(String text, String what) throws MalformedHashException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            Base64.Encoder encoder = Base64.getEncoder();
            if (!text.endsWith("=")) {
                encoder = encoder.withoutPadding();
            }
            if (encoder.encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, because the JDK's reason repeats a part of the string.
        }
        throw new MalformedHashException(what + " is not base64");
    }

    /**
     * RFC 4648, section 4 or section 5 (with '-' and '_'), with or without its padding.
     *
     * @param what names the field in the reason
     */
    static byte[] standardOrUrl(String text, String what) throws MalformedHashException {
        boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        if (url && (text.indexOf('+') >= 0 || text.indexOf('/') >= 0)) {
            throw new MalformedHashException(what + " is of two kinds of base64");
        }
        return standard(text.replace('-', '+').replace('_', '/'), what);
    }

    /**
     * Passlib's "adapted base64": '.' replaces '+', and there is no padding.
     *
     * @param what names the field in the reason
     */
    static byte[] adapted(String text, String what) throws MalformedHashException {
        if (text.indexOf('+') >= 0 || text.indexOf('=') >= 0) {
            throw new MalformedHashException(what + " is not adapted base64");
        }
        return standard(text.replace('.', '+'), what);
    }
}
