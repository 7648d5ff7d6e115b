package io.authrealm.core.text;

import java.net.IDN;
import java.util.Locale;

/** Names of domains, which people also write in other scripts than that of the DNS. */
public final class DomainName {

    private DomainName() {}

    /**
     * The form in which two names are compared: as the DNS has it (RFC 3490), in lower case. What
     * is no name of a domain is only put into lower case.
     */
    public static String normalized(String name) {
        String plain = name.trim().toLowerCase(Locale.ROOT);
        try {
            return IDN.toASCII(plain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return plain;
        }
    }
}
