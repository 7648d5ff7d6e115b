package io.authrealm.core.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The part of a client's address that one rate limit bucket covers. */
public final class AddressKey {

    private static final int PREFIX_BYTES = 8;

    /** Anything else would be looked up as a host name. */
    private static final Pattern LITERAL = Pattern.compile("\\[?[0-9A-Fa-f:][0-9A-Fa-f:.]*]?");

    private AddressKey() {}

    /**
     * Returns an IPv4 address unchanged, and the /64 of an IPv6 address: one customer is given a
     * /64 and can use any address in it.
     *
     * @param address a numeric address as the server reports it, or null if there is none
     */
    public static String of(String address) {
        if (address == null || address.indexOf(':') < 0) {
            return String.valueOf(address);
        }
        String withoutScope = address.replaceFirst("%.*", "");
        if (!LITERAL.matcher(withoutScope).matches()) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(withoutScope).getAddress();
            return bytes.length > PREFIX_BYTES
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, PREFIX_BYTES)) + "/64"
                    : InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
