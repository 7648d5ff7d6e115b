package io.authrealm.api.service.link;

import java.util.function.BinaryOperator;

/**
 * The page of an app to which a link in a mail leads.
 *
 * @param wanted where the client says that the app is; null for the tenant's {@code app_url}. It
 *     counts only if a page of the tenant can be there
 * @param alias of the front end, if the client names no address; null for the tenant's own
 * @param path behind that, by the token and the address of the user
 */
public record LinkPage(String wanted, String alias, BinaryOperator<String> path) {

    /** A page of the tenant's own app. */
    static LinkPage ofApp(String path) {
        return new LinkPage(null, null, (token, email) -> path + token);
    }
}
