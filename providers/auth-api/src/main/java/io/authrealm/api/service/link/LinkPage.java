package io.authrealm.api.service.link;

/**
 * The page of an app to which a link in a mail leads.
 *
 * @param wanted where the client says that the app is; null for the tenant's {@code app_url}. It
 *     counts only if a page of the tenant can be there
 * @param alias of the front end, if the client names no address; null for the tenant's own
 * @param path what comes behind the address of the app
 */
public record LinkPage(String wanted, String alias, Path path) {

    /** Writes the part of a link that comes behind the address of the app. */
    @FunctionalInterface
    public interface Path {

        /**
         * @param app the address of the app
         * @param token of the link
         * @param email the address to which the link is mailed
         */
        String of(String app, String token, String email);
    }

    /** A page of the tenant's own app. */
    static LinkPage ofApp(String path) {
        return new LinkPage(null, null, (app, token, email) -> path + token);
    }
}
