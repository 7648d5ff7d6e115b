package io.authrealm.core.limits;

import io.authrealm.core.text.NumericAddress;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The part of a client's address that one rate limit bucket covers. */
public final class AddressKey {

    /**
     * The key of all clients without a known address. A proxy may pass on any text in place of an
     * address: a key for each text would let clients choose their bucket.
     */
    public static final String UNKNOWN = "unknown";

    private static final int PREFIX_BYTES = 8;

    private AddressKey() {}

    /**
     * Returns an IPv4 address unchanged, and the /64 of an IPv6 address: one customer is given a
     * /64 and can use any address in it.
     *
     * @param address as the server reports it, or null if there is none
     */
    public static String of(@Nullable String address) {
        return NumericAddress.of(address).map(AddressKey::of).orElse(UNKNOWN);
    }

    private static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length > PREFIX_BYTES
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, PREFIX_BYTES)) + "/64"
                : address.getHostAddress();
    }
}
