package io.authrealm.sms;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Checks the addresses that messages may go to: https, or this machine. */
final class GatewayUrl {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private GatewayUrl() {}

    /**
     * Reads an option.
     *
     * @param option for the error message, which does not repeat the value: an address may contain
     *     a secret
     * @param allowsHttp whether http is allowed to any machine
     * @throws IllegalArgumentException for any other address
     */
    static URI parse(String option, String value, boolean allowsHttp) {
        URI url;
        try {
            url = new URI(value);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(option + " is not a URL");
        }
        if (url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawFragment() != null
                || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                    option + " is not an http URL without user and fragment");
        }
        if (url.getScheme().equals("http")
                && !allowsHttp
                && !THIS_MACHINE.contains(url.getHost())) {
            throw new IllegalArgumentException(option + " is not https");
        }
        return url;
    }
}
