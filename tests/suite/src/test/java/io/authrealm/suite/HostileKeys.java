package io.authrealm.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers of keys that no browser sends. */
final class HostileKeys {

    private HostileKeys() {}

    /**
     * Variants of a good credential, each with one part that is wrong.
     *
     * @param cbor the member of the response that holds CBOR
     */
    static List<Object> malformed(Map<String, Object> good, String cbor) {
        List<Object> bad = new ArrayList<>();
        bad.add(Map.of());
        for (String name : List.of("id", "type", "response")) {
            bad.add(with(good, name, null));
            bad.add(with(good, name, 1));
            bad.add(with(good, name, "+/"));
        }
        bad.add(with(good, "rawId", "AAAA"));
        bad.add(with(good, "id", SoftKey.base64Url(new byte[1024])));
        for (String name : List.of("clientDataJSON", cbor)) {
            bad.add(withResponse(good, name, null));
            bad.add(withResponse(good, name, ""));
            bad.add(withResponse(good, name, 1));
            bad.add(withResponse(good, name, "%%%"));
            bad.add(withResponse(good, name, SoftKey.base64Url(new byte[65_537])));
        }
        for (byte[] bomb : bombs()) {
            bad.add(withResponse(good, cbor, SoftKey.base64Url(bomb)));
        }
        return bad;
    }

    /** CBOR that costs a careless parser its stack or its memory. */
    private static List<byte[]> bombs() {
        byte[] nested = new byte[30_000];
        Arrays.fill(nested, (byte) 0x81);
        return List.of(
                nested,
                new byte[] {(byte) 0xbb, 0x7f, -1, -1, -1, -1, -1, -1, -1},
                new byte[] {(byte) 0xba, -1, -1, -1, -1},
                new byte[] {0x5a, 0x7f, -1, -1, -1},
                new byte[] {(byte) 0xbf, 0x61, 0x61, 0x01, (byte) 0xff},
                new byte[] {(byte) 0xc1, 0x00},
                new byte[] {(byte) 0xa2, 0x01, 0x01, 0x01, 0x01});
    }

    static Map<String, Object> with(Map<String, Object> credential, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(credential);
        changed.put(name, value);
        return changed;
    }

    @SuppressWarnings("unchecked") // The response of a SoftKey.
    static Map<String, Object> withResponse(
            Map<String, Object> credential, String name, Object value) {
        Map<String, Object> response = (Map<String, Object>) credential.get("response");
        return with(credential, "response", with(response, name, value));
    }
}
