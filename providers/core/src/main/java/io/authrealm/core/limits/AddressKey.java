package io.authrealm.core.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** The part of a client's address that one limiter bucket stands for. */
public final class AddressKey {

    private static final int PREFIX_BYTES = 8;

    private AddressKey() {}

    /**
     * Returns an IPv4 address as it is, and of an IPv6 address its /64: one customer is given a /64
     * and can use any address in it.
     *
     * @param address a numeric address as the server reports it, or null where it has none
     */
    public static String of(String address) {
        if (address == null || address.indexOf(':') < 0) {
            return String.valueOf(address);
        }
        try {
            // A text with a colon is a literal, never a name to look up.
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length > PREFIX_BYTES
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, PREFIX_BYTES)) + "/64"
                    : InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
