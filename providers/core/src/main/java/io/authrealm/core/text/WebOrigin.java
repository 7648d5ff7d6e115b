package io.authrealm.core.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The beginning of web addresses that decides to whom a page belongs. */
public final class WebOrigin {

    private WebOrigin() {}

    /**
     * Scheme, host and port of a page's address as they are written. Nothing for what is not the
     * address of a page, or names a user or a place within the page.
     */
    public static Optional<String> of(@Nullable String address) {
        if (address == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(address);
            return isPage(uri)
                    ? Optional.of(
                            uri.getScheme()
                                    + "://"
                                    + uri.getHost()
                                    + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isPage(URI uri) {
        return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getFragment() == null;
    }
}
