package io.authrealm.core.text;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Network addresses in numbers. A name is never looked up. */
public final class NumericAddress {

    private static final String NUMBER = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    private static final Pattern IPV4 = Pattern.compile(NUMBER + "([.]" + NUMBER + "){3}");

    /** With a colon, Java takes a text for an address, and not for a name. */
    private static final Pattern LIKE_IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    /** Of RFC 6598: what a provider puts many customers behind. */
    private static final int SHARED_FIRST = 100;

    private NumericAddress() {}

    /**
     * The address; nothing if {@code text} is none in numbers, as are names and {@code unknown}.
     */
    public static Optional<InetAddress> of(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String address = text.replaceFirst("%[^%]*$", "").replaceFirst("^\\[(.*)]$", "$1");
        if (!IPV4.matcher(address).matches() && !LIKE_IPV6.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether the address is one of the Internet, and not of a private network or this machine. */
    public static boolean isPublic(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !isOfPrivateIpv6(address)
                && !isShared(address);
    }

    private static boolean isOfPrivateIpv6(InetAddress address) {
        return !(address instanceof Inet4Address) && (address.getAddress()[0] & 0xfe) == 0xfc;
    }

    private static boolean isShared(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                && bytes[0] == SHARED_FIRST
                && (bytes[1] & 0xc0) == 0x40;
    }
}
